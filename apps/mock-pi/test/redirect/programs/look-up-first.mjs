// Asks a URL with a client that looks up the name by itself and connects to the address; prints the error.
import { Agent, interceptors, request } from 'undici'

const [url = ''] = process.argv.slice(2)
const dispatcher = new Agent().compose(interceptors.dns())
const said = await request(url, { dispatcher }).then(
  ({ statusCode }) => `responded ${statusCode}`,
  ({ message }) => message,
)
process.stdout.write(said)
process.exit()
