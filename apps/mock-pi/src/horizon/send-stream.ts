import { Readable } from 'node:stream'
import type { Response } from 'express'
import { realTimer } from '../clock/real-timer.ts'
import { refuse } from '../http/send-refusal.ts'
import { chainProblem } from './chain-refusal.ts'
import type { Horizon } from './horizon-world.ts'
import type { ListRequest } from './negotiate.ts'
import { runStream, type EventSource } from './run-stream.ts'

/** Bytes that wait for a slow reader before the stream stops reading the ledger. */
const BUFFERED_BYTES = 16_384

/** Responds with a stream of events that lasts until its client, its world or its time is gone. */
export function sendStream(
  { world, streams, reportFault }: Horizon,
  { req, res }: { req: ListRequest; res: Response },
  source: EventSource,
) {
  const leave = streams.take()
  if (leave == null) {
    const values = { max: String(streams.max) }
    return refuse(res, chainProblem('rate_limit_exceeded', { values }))
  }
  // The parts of the present world: a reset replaces them, and ends this stream.
  const { ledger, clock, settings, ended } = world
  const end = new AbortController()
  const stop = () => end.abort()
  const stopTimer = realTimer(settings.stream_timeout_ms, stop)
  ended.addEventListener('abort', stop, { signal: end.signal })
  const text = runStream({ ledger, clock, settings }, source, end.signal)
  const events = Readable.from(req.method === 'HEAD' ? [] : text, {
    objectMode: false,
    highWaterMark: BUFFERED_BYTES,
  })
  events.on('error', (fault) => reportFault(fault, req, res))
  const close = () => {
    stop()
    stopTimer()
    events.destroy()
    leave()
  }
  // No event reports a client that has left already.
  if (res.closed) close()
  else res.once('close', close)
  res.setHeader('content-type', 'text/event-stream; charset=utf-8')
  res.setHeader('cache-control', 'no-cache')
  // ts-rest pipes a stream, and its types know bodies of the contract only.
  return { status: 200 as const, body: events as never }
}
