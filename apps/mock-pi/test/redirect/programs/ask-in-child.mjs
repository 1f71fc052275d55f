// Asks Pi from a child process and from a forked one; what they print is printed.
import { fork, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const file = fileURLToPath(new URL('ask-pi.cjs', import.meta.url))
const { stdout } = spawnSync(process.execPath, [file], { encoding: 'utf8' })
process.stdout.write(`spawned ${stdout}forked `)
await once(fork(file), 'exit')
