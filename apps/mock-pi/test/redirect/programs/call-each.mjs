// Calls a URL with each client, and prints what each got.
import { clients } from '../clients.ts'

const [url = ''] = process.argv.slice(2)
const answers = {}
for (const [name, call] of Object.entries(clients)) answers[name] = await call(url, { body: name })
process.stdout.write(JSON.stringify(answers))
// The connections that are kept would keep the process.
process.exit()
