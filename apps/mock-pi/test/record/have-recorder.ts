import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import type { PassedExchange } from '../../src/record/check-exchange.ts'
import { collectExchanges } from '../../src/record/collect-exchanges.ts'
import { openFixtureFolder } from '../../src/record/fixture-folder.ts'
import { readUpstream, type Upstream } from '../../src/record/read-upstream.ts'
import { openRecording, type Recording } from '../../src/record/recording.ts'
import { startRecorder } from '../../src/record/start-recorder.ts'

/** A server of the test's own, on a free port. */
export async function haveServer(handler: RequestListener): Promise<string> {
  const server = createServer(handler).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

export function upstreamAt(url: string): Upstream {
  const read = readUpstream(url)
  if (!read.ok) throw new Error(read.rule)
  return read.upstream
}

/** A recorder in front of the upstream, closed when the test ends. */
export async function haveRecorder(
  upstream: string,
  { before, fixtures }: { before?: Recording; fixtures?: string } = {},
) {
  const said: string[] = []
  const passed: PassedExchange[] = []
  const book = openRecording(before)
  const folder = fixtures == null ? undefined : openFixtureFolder(fixtures)
  const run = collectExchanges(book, { folder, say: (line) => said.push(line) })
  const recorder = await startRecorder({
    upstream: upstreamAt(upstream),
    port: 0,
    listener: {
      onExchange: (exchange) => {
        passed.push(exchange)
        run.listener.onExchange(exchange)
      },
      onUnfinished: run.listener.onUnfinished,
    },
  })
  onTestFinished(() => recorder.close(0))
  return { ...recorder, run, passed, said, read: () => book.read() }
}
