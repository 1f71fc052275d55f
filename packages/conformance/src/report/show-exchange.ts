import type { Exchange } from '../run/exchange.ts'
import { curlLine } from '../secrets/curl-line.ts'
import type { Secrets } from '../secrets/secrets.ts'
import type { ShownExchange } from './report.ts'

/** Headers of responses that say nothing about the contract. */
const DULL = new Set(['connection', 'keep-alive', 'date', 'etag', 'transfer-encoding'])

/** The exchange as reports show it: without secrets, and with a line that makes it again. */
export function showExchange(exchange: Exchange, secrets: Secrets): ShownExchange {
  const { to, request, response, noAnswer = 'not sent', problems } = exchange
  const { mask } = secrets
  const shown = (headers: Exchange['request']['headers']) =>
    headers.map(([name, value]) => [name, shorten(mask(value))] as const)
  return {
    to,
    method: request.method,
    url: shorten(mask(`${request.origin}${request.path}`)),
    sent: {
      headers: shown(request.headers),
      body: request.body == null ? undefined : shorten(mask(request.body)),
    },
    came:
      response == null
        ? { noAnswer: mask(noAnswer) }
        : {
            status: response.status,
            headers: shown(response.headers.filter(([name]) => !DULL.has(name))),
            body: shorten(mask(response.text)),
          },
    curl: curlLine(request, secrets),
    problems: problems.map(mask),
  }
}

/** Long runs of one character, which tests of limits send, take no room. */
function shorten(text: string): string {
  const short = text.replace(/(.)\1{199,}/g, (run, one: string) => `${one}… (${run.length} times)`)
  return short.length > LONGEST ? `${short.slice(0, LONGEST)}… (${short.length} characters)` : short
}

const LONGEST = 20_000
