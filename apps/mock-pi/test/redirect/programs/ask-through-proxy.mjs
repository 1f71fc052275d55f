// Asks Pi with each client that heeds HTTPS_PROXY, and prints the response or the error of each.
import { EnvHttpProxyAgent, request } from 'undici'
import { clients } from '../clients.ts'

const url = 'https://api.minepi.com/asked'
const asks = {
  'axios 1': () => clients['axios 1, adapter http'](url),
  'axios 0': () => clients['axios 0'](url),
  undici: () =>
    request(url, { dispatcher: new EnvHttpProxyAgent() }).then(({ body }) => body.text()),
  fetch: () => clients.fetch(url),
  https: () => clients['https, default Agent'](url),
}

const heard = {}
for (const [name, ask] of Object.entries(asks)) {
  heard[name] = await ask().then(
    (response) => response.body ?? response,
    (error) => (error.cause ?? error).message,
  )
}
process.stdout.write(JSON.stringify(heard))
process.exit()
