import { text } from 'node:stream/consumers'
import { startMockPi } from '../../src/server/start-mock-pi.ts'

/** Opens streams of a mock, resets it, opens others, and closes it: whatever is left behind keeps this program running. */
const { url, world, close } = await startMockPi()
const EVENTS = { accept: 'text/event-stream' }
const paths = ['/ledgers?cursor=now', '/payments', `/accounts/${world.apps.first().wallet.address}`]
const open = () =>
  Promise.all(paths.map(async (path) => (await fetch(`${url}${path}`, { headers: EVENTS })).body!))

const before = await open()
world.reset()
const ends = await Promise.all(before.map((body) => text(body)))
// The mock cuts these off; what they report is not what this program is about.
for (const body of await open()) text(body).catch(() => {})
await close()
process.stdout.write(`${ends.filter((each) => each.includes('byebye')).length}\n`)
