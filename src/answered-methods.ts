/** An address of a function answers the methods that it is for; to any other it says which those are, and does nothing. */
import { securityHeaders } from './security-headers.ts';

/** @param methods what the address is for: `GET`, `HEAD`, `POST` */
export const answering =
  <More extends readonly unknown[]>(
    methods: readonly ('GET' | 'HEAD' | 'POST')[],
    answer: (request: Request, ...more: More) => Response | Promise<Response>,
  ): ((request: Request, ...more: More) => Response | Promise<Response>) =>
  (request, ...more) => {
    const asked: string = request.method;
    if (methods.some((method) => method === asked)) return answer(request, ...more);
    return new Response(`${methods.join(', ')} only.`, {
      status: 405,
      headers: {
        ...securityHeaders,
        allow: methods.join(', '),
        'content-type': 'text/plain; charset=utf-8',
        'cache-control': 'no-store',
      },
    });
  };
