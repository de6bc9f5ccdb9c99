/** Sends email by a mail server. */

/** One message, to one address. */
export interface Email {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Hands a message to a mail server, `smtps://name:password@server`. Rejects when it was not taken, or when the server takes longer over a step of it than the limit. */
export async function sendEmail(
  mailServer: string,
  { from, to, subject, text }: Email,
  limitInMilliseconds = 8000,
): Promise<void> {
  // Most sites have no mail server: what speaks to one comes only where there is one.
  const { createTransport } = await import('nodemailer');
  const transport = createTransport({
    url: mailServer,
    dnsTimeout: limitInMilliseconds,
    connectionTimeout: limitInMilliseconds,
    greetingTimeout: limitInMilliseconds,
    socketTimeout: limitInMilliseconds,
  });
  try {
    // As objects, so that no address is read as a list of several.
    await transport.sendMail({ from: { name: '', address: from }, to: { name: '', address: to }, subject, text });
  } finally {
    transport.close();
  }
}
