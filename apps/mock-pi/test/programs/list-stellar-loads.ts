// Starts a mock, works without the chain, then pays once: prints how much of Stellar's library each step loaded.
import { registerHooks } from 'node:module'

let loaded = 0
registerHooks({
  load(url, context, nextLoad) {
    if (url.includes('/@stellar/')) loaded += 1
    return nextLoad(url, context)
  },
})
const { startMockPi } = await import('../../src/server/start-mock-pi.ts')
const { fetchJson } = await import('../fetch-json.ts')

const mock = await startMockPi()
const post = (path: string, json: unknown, headers = {}) =>
  fetchJson(`${mock.url}${path}`, { method: 'POST', json, headers })
const key = { authorization: `Key ${mock.apiKey}` }
await post('/_mock/sign-in', { username: 'alice' })
await post('/_mock/users', { username: 'carol' })
await post('/_mock/ledger/close', {})
const { body } = await post('/_mock/payments', { username: 'alice', amount: 1 })
const id: string = body.payment.identifier
await post(`/v2/payments/${id}/approve`, {}, key)
const { grants } = mock.world.users.find('bob') ?? {}
const payment = { amount: 1, memo: '', metadata: { a: 1 }, uid: grants?.get(mock.appId)?.uid }
const created = await post('/v2/payments', { payment }, key)
const beforePaying = loaded
await post(`/_mock/payments/${id}/pay`, {})
await mock.close()

process.stdout.write(
  JSON.stringify({ created: created.status, beforePaying, isLoadedByPaying: loaded > 0 }),
)
