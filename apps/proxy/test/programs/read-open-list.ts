import { setTimeout as sleep } from 'node:timers/promises'
import { fetchOpenPayments } from '../../src/upstream/fetch-open-payments.ts'
import { createUpstreamFetch } from '../../src/upstream/upstream-fetch.ts'

/** Reads the list of `/many` at API_URL, after the one of `/few`, and prints what that took beyond the few. */
const { API_URL = '' } = process.env
const { fetch, close } = createUpstreamFetch({ timeoutMs: 30_000, sockets: 64 })
const read = (which: string) =>
  fetchOpenPayments({
    fetch: (url, init) => fetch(`${String(url)}?${which}`, init),
    apiUrl: API_URL,
    apiKey: 'somekey',
    timeoutMs: 30_000,
  })

// What is loaded and compiled once is not what a long list costs.
for (let time = 0; time < 20; time += 1) await read('few')
collect()
await sleep(50)
const before = process.memoryUsage()
let peak = before
const watch = () => {
  const now = process.memoryUsage()
  peak = {
    ...now,
    rss: Math.max(peak.rss, now.rss),
    heapUsed: Math.max(peak.heapUsed, now.heapUsed),
  }
}
const timer = setInterval(watch, 1)
const startedAt = performance.now()
const result = await read('many')
const ms = Math.round(performance.now() - startedAt)
watch()
clearInterval(timer)
collect()
const after = process.memoryUsage()
const value = result.kind === 'ok' ? result.value : undefined
const figures = {
  payments: value?.payments.length,
  unreadable: value?.unreadable.count,
  ms,
  rss: peak.rss - before.rss,
  heapUsed: peak.heapUsed - before.heapUsed,
  kept: after.heapUsed - before.heapUsed,
}
process.stdout.write(`${JSON.stringify(figures)}\n`)
await close()

function collect() {
  if (globalThis.gc == null) throw new Error('Run it with --expose-gc')
  globalThis.gc()
}
