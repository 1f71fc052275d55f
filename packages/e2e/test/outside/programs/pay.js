// JavaScript in a project that installed the packages: a user pays, and what happened is on the blockchain.
import { createPiClient, isPiApiError } from '@aloha-pi/client'
import { runConformance } from '@aloha-pi/conformance'
import { paymentIdSchema } from '@aloha-pi/contracts/platform'
import { wireExchange } from '@aloha-pi/contracts/fixtures'
import { startMockPi } from '@aloha-pi/mock-pi'
import { createMockControl } from '@aloha-pi/mock-pi/control'

const mock = await startMockPi()
const pi = createPiClient({ apiKey: mock.apiKey, baseUrl: mock.url })
const control = createMockControl({ url: mock.url })

const { payment } = await control.createPayment({ username: 'alice', amount: 3.14 })
const unpaid = await pi.payments
  .complete(payment.identifier, '0'.repeat(64))
  .catch((error) => error)
await pi.payments.approve(payment.identifier)
const paid = await control.payPayment(payment.identifier)
const { txid } = paid.payment.transaction
const { status } = await pi.payments.complete(payment.identifier, txid)

const get = async (path) => (await fetch(mock.url + path)).json()
const submitted = await fetch(`${mock.url}/transactions`, {
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams({ tx: (await get(`/transactions/${txid}`)).envelope_xdr }),
})
const page = await (await fetch(`${mock.url}/docs/scalar.js`)).text()
const { counts } = await runConformance({
  target: 'platform',
  baseUrl: mock.url,
  apiKey: mock.apiKey,
})
await mock.close()

process.stdout.write(
  JSON.stringify({
    refused: isPiApiError(unpaid),
    completed: status.developer_completed,
    again: submitted.status,
    page: page.length > 1_000_000,
    failed: counts.failed,
    passed: counts.passed > 10,
    valid: paymentIdSchema.safeParse(payment.identifier).success,
    fixture: wireExchange('platform-me-get').confidence,
  }),
)
