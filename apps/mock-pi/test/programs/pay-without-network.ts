// Run inside a network namespace that has loopback only: pays once, then prints what the kernel refused to route.
import { connect } from 'node:net'
import { readFileSync } from 'node:fs'
import { startMockPi } from '../../src/server/start-mock-pi.ts'
import { fetchJson } from '../fetch-json.ts'

const tryOutside = process.argv.includes('--try-outside')
const mock = await startMockPi()
const post = (path: string, json: unknown, headers = {}) =>
  fetchJson(`${mock.url}${path}`, { method: 'POST', json, headers })
const key = { authorization: `Key ${mock.apiKey}` }

await post('/_mock/sign-in', { username: 'alice' })
const created = await post('/_mock/payments', { username: 'alice', amount: 1 })
const id: string = created.body.payment.identifier
await post(`/v2/payments/${id}/approve`, {}, key)
const paid = await post(`/_mock/payments/${id}/pay`, {})
const { txid, _link } = paid.body.payment.transaction
const completed = await post(`/v2/payments/${id}/complete`, { txid }, key)
const onChain = await fetchJson(_link)
for (const path of ['/docs', '/docs/scalar.js', '/openapi.json']) {
  await (await fetch(`${mock.url}${path}`)).arrayBuffer()
}
if (tryOutside) await new Promise((resolve) => connect(80, '192.0.2.1').once('error', resolve))
await mock.close()

process.stdout.write(
  JSON.stringify({
    completed: completed.body.status.developer_completed,
    memoIsId: onChain.body.memo === id,
    unroutable: unroutable(),
  }),
)

/** Packets that this namespace had no route for. */
function unroutable(): number {
  const [names = '', values = ''] = readFileSync('/proc/net/snmp', 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('Ip:'))
  const place = names.split(' ').indexOf('OutNoRoutes')
  const v6 = /^Ip6OutNoRoutes\s+(\d+)$/m.exec(readFileSync('/proc/net/snmp6', 'utf8'))
  return Number(values.split(' ')[place]) + Number(v6?.[1])
}
