import type { FaultEffect } from '@aloha-pi/contracts/control'
import type { Response } from 'express'
import type { Fault } from '../../faults/fault.ts'
import { hold, type HoldPorts } from './hold.ts'

type ChangingEffect = Extract<
  FaultEffect,
  { type: 'empty' | 'truncated' | 'malformed' | 'wrong-content-type' | 'drip' }
>

/** Sends a response that the request got, and spoils it on the way. */
export async function sendChanged(
  ports: HoldPorts,
  res: Response,
  { fault, effect, body }: { fault: Fault; effect: ChangingEffect; body: Buffer },
): Promise<void> {
  const half = body.subarray(0, Math.ceil(body.length / 2))
  switch (effect.type) {
    case 'empty':
      res.setHeader('content-length', 0)
      return void res.end()
    case 'malformed':
      res.setHeader('content-length', half.length)
      return void res.end(half)
    case 'truncated':
      res.setHeader('content-length', body.length)
      // A reset would take what was sent with it.
      return void res.write(half, () => res.req.socket.destroy())
    case 'wrong-content-type':
      res.setHeader('content-type', effect.content_type ?? 'text/html; charset=utf-8')
      return void res.end(body)
    case 'drip':
      return drip(ports, res, { fault, body, ...effect })
  }
}

async function drip(
  ports: HoldPorts,
  res: Response,
  {
    fault,
    body,
    bytes = 16,
    every_ms = 100,
  }: { fault: Fault; body: Buffer; bytes?: number | undefined; every_ms?: number | undefined },
) {
  res.setHeader('content-length', body.length)
  for (let place = 0; place < body.length; place += bytes) {
    res.write(body.subarray(place, place + bytes))
    if (place + bytes >= body.length) break
    // When too many wait already, the rest comes at once.
    if ((await hold(ports, res, { fault, ms: every_ms })) === 'cut') return
  }
  res.end()
}
