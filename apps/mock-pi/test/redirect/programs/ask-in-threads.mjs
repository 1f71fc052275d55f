// Asks Pi from a worker of a file and from one of a source text, and prints what each reports.
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { Worker } from 'node:worker_threads'

const program = new URL('ask-pi.cjs', import.meta.url)
const reportOf = async (worker) => (await once(worker, 'message'))[0]

const [file, text] = await Promise.all([
  reportOf(new Worker(program)),
  reportOf(new Worker(readFileSync(program, 'utf8'), { eval: true })),
])
process.stdout.write(JSON.stringify({ file, text }))
