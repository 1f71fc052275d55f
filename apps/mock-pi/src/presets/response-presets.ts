import type { Preset } from './preset.ts'
import { docsIssues } from './public-issues.ts'

const READ_FIRST = 'Read the payment before you repeat a call: GET /v2/payments/{payment_id}.'

/** Responses that are wrong, lost or refused, although your calls are right. */
export const responsePresets = {
  'html-500-on-approve': {
    summary: 'Pi responds to approve with its HTML page "something went wrong", once.',
    sees: 'The user waits for the approval. Your server gets 500 with text/html; a client that parses JSON throws a SyntaxError.',
    way_out: [
      'Check the status and the content type before you parse.',
      READ_FIRST,
      'Approve again: POST /v2/payments/{payment_id}/approve, within 60 seconds after the user began.',
    ],
    gets_out: {
      by: ['client', 'proxy'],
      how: 'pi.payments.approve(id) of the client reads the payment and sends the call again, and so does the proxy.',
    },
    pi: {
      known:
        'Title, content type and length of the page are captured, in issue 36 for approve. That the next call succeeds is assumed.',
      level: 'captured',
      source: 'pi-apps/pi-platform-docs issues 27, 29, 36, 71, 91, 135',
    },
    issues: docsIssues(36, 29, 27, 71, 91, 135),
    make(steps) {
      const payment = steps.beginUserPayment()
      const fault = steps.addFault({
        match: { operation: 'platform.payments.approve', payment: payment.id },
        when: { first: 1 },
        effect: { type: 'html-500' },
      })
      const made = `Payment ${payment.id} waits for its approval, and the first call gets 500.`
      return { made, payment, faults: [fault] }
    },
  },
  'complete-lost-answer': {
    summary: 'complete takes effect, and its response is lost.',
    sees: 'The user paid. Your server gets a reset connection and cannot know that the payment is completed. A repeated call gets "already_completed".',
    way_out: [
      READ_FIRST,
      'If it shows developer_completed and your txid {txid}, deliver: it is done. Treat "already_completed" in the same way.',
    ],
    gets_out: {
      by: ['client', 'proxy'],
      how: 'pi.payments.complete(id, txid) of the client reads the payment and returns it as completed, and so does the proxy.',
    },
    pi: {
      known: 'Every network can lose a response. No report shows it at Pi.',
      level: 'assumed',
      source: 'no public source',
    },
    issues: [],
    make(steps) {
      const payment = steps.beginUserPayment()
      const fault = steps.addFault({
        match: { operation: 'platform.payments.complete', payment: payment.id },
        when: { first: 1 },
        effect: { type: 'lost-answer' },
      })
      steps.actAsServer(payment, { type: 'approve' })
      const txid = steps.payAsUser(payment)
      const made = `${payment.id} is paid by ${txid}. The response of the first complete will be lost.`
      return { made, payment, txids: [txid], faults: [fault] }
    },
  },
  'create-lost-answer': {
    summary: 'A payout is created, and the response with its id is lost.',
    sees: 'Your server gets a reset connection. The next create gets "ongoing_payment_found", or pays a second time where Pi allows two.',
    way_out: [
      'Create the payout with a member in its metadata that no other payment has.',
      'After the lost response, look for that member: GET /v2/payments/incomplete_server_payments. Go on with the payment that has it.',
      'Create again only if it is not there.',
    ],
    gets_out: {
      by: ['client', 'proxy'],
      how: 'pi.payments.create(payment, { correlate }) of the client finds the payment, and so does the proxy with a correlation of its own.',
    },
    pi: {
      known: 'A retry creates a second payment for the same intent (measured in 2026).',
      level: 'captured',
      source: 'jleeblack/pion-mcp, docs (live measurements of July and August 2026)',
    },
    issues: [],
    make(steps) {
      const uid = steps.uid()
      const fault = steps.addFault({
        match: { operation: 'platform.payments.create', app: steps.app.id },
        when: { first: 1 },
        effect: { type: 'lost-answer' },
      })
      const made = `The next payout of ${steps.app.id} is created, and its response is lost.`
      return { made, uid, faults: [fault] }
    },
  },
  'duplicate-callbacks': {
    summary: 'Every call about a payment reaches Pi twice, as when the SDK repeats its callbacks.',
    sees: 'The user sees nothing. Your server gets "already_approved" for its only approve, and "already_completed" for its only complete.',
    way_out: [
      'Treat "already_approved" and "already_completed" as success, after you compared the txid.',
      READ_FIRST,
      'To end it on the mock: POST /_mock/faults/{fault_id}/remove.',
    ],
    gets_out: {
      by: ['proxy'],
      how: 'The proxy reads the payment and returns success. The client throws PiApiError with the code, which your program takes for success.',
    },
    pi: {
      known:
        'The SDK calls the approval callback about every 10 seconds, six times in all, so servers repeat their calls.',
      level: 'captured',
      source: 'pi-apps/SilkRoad, server.log (wire log of a PHP program, June 2024)',
    },
    issues: [],
    make(steps) {
      const payment = steps.beginUserPayment()
      const fault = steps.addFault({
        match: { operation: 'platform.payments.*', payment: payment.id },
        effect: { type: 'twice' },
      })
      const made = `Payment ${payment.id} waits for its approval. Each call about it happens twice.`
      return { made, payment, faults: [fault] }
    },
  },
  'rate-limited': {
    summary: 'Pi refuses two calls with 429 and asks to wait a second.',
    sees: 'The user waits longer. Your server gets 429 with Retry-After; nothing happened.',
    way_out: [
      'Wait as long as Retry-After says, then send the same call again.',
      'Count that wait against the 60 seconds of the approval.',
    ],
    gets_out: {
      by: ['client'],
      how: 'The client waits and repeats the call. For approve and complete the proxy returns 503 with Retry-After, and its caller repeats the call. The calls of its payouts it repeats itself.',
    },
    pi: {
      known: 'No limit of Pi is documented, and no 429 of Pi has been published.',
      level: 'assumed',
      source: 'no public source',
    },
    issues: [],
    make(steps) {
      const payment = steps.beginUserPayment()
      const fault = steps.addFault({
        match: { operation: 'platform.payments.*', app: steps.app.id },
        when: { first: 2 },
        effect: { type: 'rate-limit', retry_after_s: 1 },
      })
      const made = `Payment ${payment.id} waits for its approval. The next two calls get 429.`
      return { made, payment, faults: [fault] }
    },
  },
} as const satisfies Record<string, Preset>
