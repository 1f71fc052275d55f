// Asks a proxy in front of a mock for a payout, twice, and looks at the ledger: the user is paid once.
import { once } from 'node:events'
import { request } from 'node:http'
import { text } from 'node:stream/consumers'

const { MOCK_URL: mock, PROXY_URL: proxy } = process.env
const KEY = 'aloha_test_development_ThisKeyIsPublicAndWorksOnlyAgainstTheMockPi1FJpMY'

/** @param {string} url */
async function get(url) {
  const response = await fetch(url)
  if (!response.ok) throw new Error(`${url} responds with ${response.status}`)
  return response.json()
}

const { users } = await get(`${mock}/_mock/users`)
const [alice] = users
const [uid] = Object.values(alice.uids)
const payment = { amount: 1, memo: 'A refund', metadata: { orderId: '1' }, uid }
const send = async () => {
  // Not by fetch, which always sends the host of the URL.
  const call = request(`${proxy}/v1/transaction/a2u/create`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${KEY}`,
      'content-type': 'application/json',
      'idempotency-key': 'refund-of-order-1',
      // The proxy serves only names of this machine while it accepts the development key.
      host: 'localhost',
    },
  })
  call.end(JSON.stringify({ payment }))
  const [response] = await once(call, 'response')
  return { status: response.statusCode, body: await text(response) }
}
const [first, second] = [await send(), await send()]
process.stdout.write(`${first.status} ${first.body}\n`)
const { _embedded } = await get(
  `${mock}/accounts/${alice.wallet_address}/payments?order=desc&limit=10`,
)
const paid = _embedded.records.filter(
  (/** @type {{ amount: string }} */ each) => Number(each.amount) === 1,
)
process.stdout.write(
  `The request was sent twice, and the ledger shows ${paid.length} payment of 1 Pi\n`,
)
process.exitCode = first.status === 200 && second.status === 200 && paid.length === 1 ? 0 : 1
