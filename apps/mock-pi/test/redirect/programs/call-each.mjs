// Calls a URL with each client, and prints what each got.
import { clients } from '../clients.ts'

const [url = ''] = process.argv.slice(2)
const responses = {}
for (const [name, call] of Object.entries(clients))
  responses[name] = await call(url, { body: name })
process.stdout.write(JSON.stringify(responses))
// The connections that are kept would keep the process.
process.exit()
