import type { MockEvent, MockEventKind } from '@aloha-pi/contracts/control'
import type { Timer } from '../clock/real-timer.ts'
import { expirePayments } from '../payments/payment-world.ts'
import type { PaymentStyle } from '../platform/payment-wire.ts'
import type { World } from '../world/world.ts'
import {
  clockToWire,
  latestLedgerToWire,
  paymentToControlWire,
  worldToWire,
} from './control-wire.ts'
import { entryOf } from './read-journal.ts'

export type FollowOptions = {
  kinds: ReadonlySet<MockEventKind>
  /** How payments are written. */
  style: () => PaymentStyle
  timer: Timer
  emit: (event: MockEvent) => void
  signal: AbortSignal
}

/** The clock may be set to another pace meanwhile; so it is looked at least this often, in real ms. */
const LOOK_AGAIN_MS = 1_000

/** Emits the world at once and every event from now on, also in the worlds that resets begin, until the signal aborts. */
export function followWorld(world: World, options: FollowOptions) {
  const { kinds, emit, signal } = options
  // A world that was dropped has no successor.
  if (signal.aborted || world.ended.aborted) return
  if (kinds.has('world')) emit({ kind: 'world', world: worldToWire(world) })
  const leave = followParts(world, options)
  const { ended } = world
  const onEnd = () => {
    stop()
    followWorld(world, options)
  }
  const stop = () => {
    leave()
    ended.removeEventListener('abort', onEnd)
    signal.removeEventListener('abort', stop)
  }
  ended.addEventListener('abort', onEnd)
  signal.addEventListener('abort', stop)
}

/** Follows the parts of the present world; returns the unsubscribe function. */
function followParts(world: World, { kinds, emit, style, timer }: FollowOptions): () => void {
  const { clock, ledger, payments, journal } = world
  const parts: Partial<Record<MockEventKind, () => () => void>> = {
    clock: () => clock.onMove(() => emit({ kind: 'clock', clock: clockToWire(clock) })),
    ledger: () =>
      ledger.onClose(() => emit({ kind: 'ledger', ledger: latestLedgerToWire(ledger) })),
    payment: () =>
      payments.onSave((id) => {
        const payment = payments.find(id)
        if (payment == null) return
        emit({ kind: 'payment', payment: paymentToControlWire(payment, style()) })
      }),
    request: () =>
      journal.onExchange((exchange) => emit({ kind: 'request', entry: entryOf(world, exchange) })),
  }
  const stops = [...kinds].flatMap((kind) => parts[kind]?.() ?? [])
  if (kinds.has('ledger') || kinds.has('payment')) stops.push(letTimePass(world, timer))
  return () => {
    for (const stop of stops) stop()
  }
}

/** Lets happen what falls due, which otherwise happens when somebody asks; returns how to stop that. */
function letTimePass(world: World, timer: Timer): () => void {
  let stop = () => {}
  const look = () => {
    expirePayments(world)
    world.ledger.view()
    const next = world.ledger.nextCloseIn() ?? LOOK_AGAIN_MS
    const ms = world.clock.isFrozen() ? LOOK_AGAIN_MS : Math.min(next, LOOK_AGAIN_MS)
    stop = timer(Math.max(1, ms), look)
  }
  look()
  return () => stop()
}
