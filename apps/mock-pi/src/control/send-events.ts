import { Readable } from 'node:stream'
import { EVENT_KINDS, type MockEvent, type MockEventKind } from '@aloha-pi/contracts/control'
import type { Request, Response } from 'express'
import { realTimer } from '../clock/real-timer.ts'
import type { PaymentStyleOf } from '../platform/payment-wire.ts'
import type { World } from '../world/world.ts'
import { followWorld } from './follow-world.ts'

/** Characters that wait for a slow reader before its stream is ended. */
const MAX_WAITING = 4_000_000
/** Sent at once, so that the client has its response before the first event. A broken connection is tried again. */
const HELLO = 'retry: 1000\n\n'

export type EventPorts = {
  style: PaymentStyleOf
  /** Aborted when the mock stops. */
  closing: AbortSignal
  /** Gives back the place of the stream. */
  leave: () => void
}

/** A stream of server-sent events that lasts until its client or the mock goes, or the client reads too slowly. */
export function sendEvents(
  world: World,
  { req, res, kinds }: { req: Request; res: Response; kinds: string | undefined },
  { style, closing, leave }: EventPorts,
) {
  const end = new AbortController()
  const events = new Readable({ read() {} })
  const stop = () => {
    if (end.signal.aborted) return
    end.abort()
    closing.removeEventListener('abort', stop)
    events.push(null)
    leave()
  }
  closing.addEventListener('abort', stop)
  res.once('close', stop)
  res.setHeader('content-type', 'text/event-stream; charset=utf-8')
  res.setHeader('cache-control', 'no-cache')
  events.push(HELLO)
  if (res.closed || closing.aborted || req.method === 'HEAD') stop()
  followWorld(world, {
    kinds: new Set(kinds == null ? EVENT_KINDS : readKinds(kinds)),
    style: () => style(res),
    timer: realTimer,
    emit(event) {
      if (end.signal.aborted) return
      events.push(eventText(event))
      if (events.readableLength > MAX_WAITING) stop()
    },
    signal: end.signal,
  })
  return events
}

function readKinds(text: string): MockEventKind[] {
  const named = new Set(text.split(','))
  return EVENT_KINDS.filter((kind) => named.has(kind))
}

function eventText({ kind, ...data }: MockEvent): string {
  return `event: ${kind}\ndata: ${JSON.stringify({ kind, ...data })}\n\n`
}
