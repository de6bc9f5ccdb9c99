/** What tests are not to meet of the person who runs them: a key of theirs, their site's address, nor any way to write to donors or staff. */
export const settingsOfNobody = {
  STRIPE_SECRET_KEY: '',
  STRIPE_WEBHOOK_SECRET: '',
  STRIPE_PORTAL_LOGIN_URL: '',
  SMTP_URL: '',
  DONOR_EMAIL_FROM: '',
  STAFF_WEBHOOK_URL: '',
  STAFF_EMAIL: '',
  URL: '',
} as const;
