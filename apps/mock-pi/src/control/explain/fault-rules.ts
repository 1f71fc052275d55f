import type { FaultEffect } from '@aloha-pi/contracts/control'
import type { RuleText } from './rule-text.ts'

type FaultText = { happened: string } & Omit<RuleText, 'why'> & Required<Pick<RuleText, 'pi'>>

const READ_AFTER =
  'The outcome of such a call is unknown to your program. Read before you repeat: GET /v2/payments/ID, or GET /v2/payments/incomplete_server_payments after a create.'
const NO_IDEMPOTENCY =
  'Pi has no idempotency keys: a create that is repeated blindly can begin a second payment.'
const anyNetwork = (known: string): RuleText['pi'] & object => ({
  known,
  level: 'assumed',
  source: 'no public source: every network and server can do this',
})
const badBody = anyNetwork(
  'No report shows it at Pi. Proxies and crashing servers do it everywhere.',
)
const BAD_BODY = [
  'Read the body as text, parse it in a try, and treat what cannot be parsed as an unknown outcome.',
  READ_AFTER,
]

/** What each effect of a fault means. */
export const faultTexts: Record<FaultEffect['type'] | 'too_many_held', FaultText> = {
  latency: {
    happened: 'The mock waited before it looked at the request.',
    next: ['Set a timeout in your client, and treat a timeout as an unknown outcome.', READ_AFTER],
    pi: anyNetwork('How long Pi takes is not documented.'),
  },
  error: {
    happened: "The mock refused the request with an error of Pi's table. Nothing happened.",
    next: [
      'Handle the code as if Pi had sent it. Without the fault the call would have gone through.',
    ],
    pi: anyNetwork('The evidence of the code is in the reference: /docs of the mock.'),
  },
  status: {
    happened: 'The mock responded with the status of the rule. Nothing happened.',
    next: ['Do not rely on a body in the shape of the API: proxies in front of it send their own.'],
    pi: anyNetwork('Which statuses the proxies in front of Pi send is not documented.'),
  },
  'html-500': {
    happened:
      'The mock sent the page of a crashed server. Nothing happened here; at Pi it may have.',
    next: [
      'Read the body as text and look at the status before you parse JSON.',
      READ_AFTER,
      NO_IDEMPOTENCY,
    ],
    pi: {
      known:
        'Pi sends an HTML page with status 500 when its server crashes: title, content type and length were seen. The text is assumed.',
      level: 'captured',
      source: 'pi-apps/pi-platform-docs issues 27, 29, 36, 71, 91, 135',
    },
  },
  'rate-limit': {
    happened: 'The mock refused the request with 429. Nothing happened.',
    next: ['Wait as long as Retry-After says (seconds or a date), then repeat the call.'],
    pi: anyNetwork('Pi documents no rate limit, and no 429 of Pi is published.'),
  },
  'lost-request': {
    happened: 'The mock reset the connection before the request took effect. No response was sent.',
    next: [READ_AFTER, 'Your program cannot tell this from a lost response: handle both alike.'],
    pi: anyNetwork('Connections break everywhere.'),
  },
  'lost-answer': {
    happened:
      'The request took effect. Then the mock reset the connection, and no response was sent.',
    next: [READ_AFTER, NO_IDEMPOTENCY],
    pi: {
      known:
        'Connections break everywhere. Apps that repeated their three calls after one have paid users twice.',
      level: 'inferred',
      source: 'pi-apps/pi-nodejs issues 25 and 26',
    },
  },
  empty: {
    happened: 'The request took effect. The response had its status and no body.',
    next: BAD_BODY,
    pi: {
      known:
        'Pi was seen to send an empty body with the 401 of GET /v2/me, and with no other status.',
      level: 'captured',
      source: 'jleeblack/pion-mcp, docs',
    },
  },
  truncated: {
    happened: 'The request took effect. The connection ended in the middle of the body.',
    next: BAD_BODY,
    pi: badBody,
  },
  malformed: {
    happened: 'The request took effect. The body ended in the middle of its JSON.',
    next: BAD_BODY,
    pi: badBody,
  },
  'wrong-content-type': {
    happened: 'The request took effect. The response had another content type than its body.',
    next: BAD_BODY,
    pi: badBody,
  },
  drip: {
    happened: 'The request took effect. The response came a few bytes at a time.',
    next: ['Let your timeout cover the body, not only the headers.'],
    pi: anyNetwork('How fast Pi sends is not documented.'),
  },
  never: {
    happened: 'The mock sent no response and kept the connection open.',
    next: ['Set a timeout in your client, and treat a timeout as an unknown outcome.', READ_AFTER],
    pi: anyNetwork('No report shows it at Pi. Every server can do it.'),
  },
  late: {
    happened: 'The request took effect at once. Its response came later.',
    next: ['If your client had stopped waiting, the call has happened all the same.', READ_AFTER],
    pi: anyNetwork('How long Pi takes is not documented.'),
  },
  twice: {
    happened:
      'The request took effect twice, as when a proxy repeats it. The response is the second one.',
    next: [
      'Treat already_approved and already_completed as success, after a look at the payment.',
      "Your own endpoints get repeated calls too: Pi's browser SDK repeats its callbacks.",
    ],
    pi: {
      known:
        'The browser SDK calls back up to six times, about 10 s apart, so that servers repeat approve and complete.',
      level: 'captured',
      source: 'pi-apps/SilkRoad, server.log (June 2024)',
    },
  },
  stale: {
    happened: 'The response showed payments as they were before the last change.',
    next: [
      'Read again before you act on an old state, above all before a cancel or a new payment.',
    ],
    pi: anyNetwork('No report shows an old state of a payment at Pi. Replicas of Horizon do lag.'),
  },
  'timeout-lost': {
    happened: "The mock sent Horizon's 504, and the transaction was not submitted.",
    next: ['Send exactly the same bytes again. This is safe in both cases, which look the same.'],
    pi: {
      known:
        'Horizon sends 504 when a transaction is in no ledger in time, and it may still get in.',
      level: 'inferred',
      source: 'stellar/stellar-horizon; tests of pi-apps/pi-ruby',
    },
  },
  'timeout-delivered': {
    happened: "The transaction was submitted. Then the mock sent Horizon's 504.",
    next: [
      'Send exactly the same bytes again, or look for the hash: GET /transactions/HASH.',
      'Do not sign another transaction before the time bound of this one is over: both could be paid.',
    ],
    pi: {
      known:
        'Horizon sends 504 when a transaction is in no ledger in time, and it may still get in.',
      level: 'inferred',
      source: 'stellar/stellar-horizon; tests of pi-apps/pi-ruby',
    },
  },
  too_many_held: {
    happened: 'A fault should have let the request wait, and too many wait already.',
    next: ['Remove a fault, or start the mock with a higher limit (limits.held).'],
    pi: { known: 'Pi has nothing like it.', level: 'mock', source: "aloha-pi's mock" },
  },
}
