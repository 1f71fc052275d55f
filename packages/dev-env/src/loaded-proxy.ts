// The proxy, loaded before it is known which mock it is for: the parent sends the variables that say so.
import { once } from 'node:events'

const source = new URL('../../../apps/proxy/src/', import.meta.url)
const load = (file: string): Promise<unknown> => import(new URL(file, source).href)

const sent = once(process, 'message')
// `stop-with-parent.ts` lets the process end while the channel is open.
process.channel?.ref()
await load('resolve-large.ts')
await load('run-command.ts')
await load('database/open-pglite.ts')
const [variables] = await sent
process.channel?.unref()
Object.assign(process.env, variables)
await load('main.ts')
