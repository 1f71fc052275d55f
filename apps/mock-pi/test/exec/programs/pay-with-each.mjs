// Arguments: payment id, URL of another host, name of a client.
import { createRequire } from 'node:module'
import { setTimeout as sleep } from 'node:timers/promises'
import { EnvHttpProxyAgent, request } from 'undici'

// The official client and its library of Stellar bring one each.
const ofPiBackend = createRequire(createRequire(import.meta.url).resolve('pi-backend'))
const ofStellar = createRequire(ofPiBackend.resolve('stellar-sdk'))
const Authorization = `Key ${process.env.PI_API_KEY}`
const undici = (options) => async (method, url, body) => {
  const headers = { Authorization, ...(body && { 'content-type': 'application/json' }) }
  const response = await request(url, {
    method,
    headers,
    body: body && JSON.stringify(body),
    ...options,
  })
  return response.body.text()
}
const callAxios = (axios) => async (method, url, data) => {
  const options = { method, url, data, headers: { Authorization } }
  // As text, whatever it looks like.
  return (await axios.request({ ...options, transformResponse: [(body) => body] })).data
}
const clients = {
  fetch: async (method, url, body) => {
    const headers = { Authorization, ...(body && { 'content-type': 'application/json' }) }
    return (await fetch(url, { method, headers, body: body && JSON.stringify(body) })).text()
  },
  axios1: callAxios(ofPiBackend('axios')),
  axios0: callAxios(ofStellar('axios')),
  undici: undici(),
  // Tunnels through the proxy, as programs do that read HTTPS_PROXY.
  tunnel: undici({ dispatcher: new EnvHttpProxyAgent() }),
}
const say = (...words) => process.stdout.write(`${words.join(' ')}\n`)
const [, , id, other, name] = process.argv
const call = clients[name]
const read = async (...request) => JSON.parse(await call(...request))

const platform = `https://api.minepi.com/v2/payments/${id}`
say('approved', (await read('POST', `${platform}/approve`)).status.developer_approved)
let transaction = null
while (transaction == null) {
  await sleep(50)
  transaction = (await read('GET', platform)).transaction
}
const { txid } = transaction
const done = await read('POST', `${platform}/complete`, { txid })
say('completed', done.status.developer_completed)
const ledger = await read('GET', `https://api.testnet.minepi.com/transactions/${txid}`)
say('in a ledger', ledger.successful)
say(await call('GET', other))
