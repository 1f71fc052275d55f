import { faultCodes, faultEffectTypes, newFaultSchema } from '@aloha-pi/contracts/control'
import type { FaultEffect, NewFault } from '@aloha-pi/contracts/wire'

/** The member of a payment's metadata that orders faults for this payment. */
export const FAULT_MEMBER = 'mock_fault'

/** Which operations the first word of an order means. */
const CALLS = {
  create: ['platform.payments.create', 'platform.sdk.createUserPayment'],
  get: ['platform.payments.get'],
  approve: ['platform.payments.approve'],
  complete: ['platform.payments.complete'],
  cancel: ['platform.payments.cancel'],
  submit: ['chain.submit'],
} as const satisfies Record<string, readonly string[]>
type Call = keyof typeof CALLS

/** A fault that a payment orders for one of its calls. */
export type FaultOrder = { call: Call; effect: FaultEffect; first: number }

/** These take more than a word. */
const NOT_A_WORD = new Set(['latency', 'error', 'status'])
const WORDS = [...faultEffectTypes.filter((type) => !NOT_A_WORD.has(type)), 'slow']
const WITH_TIME = new Set(['slow', 'late'])
const MAX_LENGTH = 500
const MAX_ORDERS = 10
const MAX_TIMES = 100

const ORDER =
  /^(?<call>[a-z]+) ?: ?(?<word>[a-z0-9_-]+)(?: (?<time>\d{1,6}) ?(?<unit>ms|s))?(?: x(?<times>\d{1,3}))?$/

/** Which operations an order is about. */
export function operationsOfCall(call: Call): readonly string[] {
  return CALLS[call]
}

/** Reads `complete:lost-answer` or `approve:html-500 x2; complete:late 3s`; otherwise says what is wrong. */
export function parseFaultOrders(
  text: unknown,
): { ok: true; orders: FaultOrder[] } | { ok: false; rule: string } {
  if (typeof text !== 'string') return { ok: false, rule: 'must be a string like "complete:late"' }
  if (text.length > MAX_LENGTH) {
    return { ok: false, rule: `must be at most ${MAX_LENGTH} characters` }
  }
  const parts = text.split(';').map((part) => part.trim().replace(/\s+/g, ' '))
  if (parts.length > MAX_ORDERS) {
    return { ok: false, rule: `must have at most ${MAX_ORDERS} orders` }
  }
  const orders: FaultOrder[] = []
  for (const part of parts) {
    const read = readOrder(part)
    if (!read.ok) return read
    orders.push(read.order)
  }
  return { ok: true, orders }
}

function readOrder(part: string): { ok: true; order: FaultOrder } | { ok: false; rule: string } {
  const refuse = (rule: string) => ({ ok: false, rule }) as const
  const groups = ORDER.exec(part)?.groups
  if (groups == null) {
    return refuse(
      `must be orders like "complete:lost-answer x2", with ";" between two; ${JSON.stringify(part)} is none`,
    )
  }
  const { call = '', word = '', time, unit, times = '1' } = groups
  if (!isCall(call)) {
    return refuse(`knows no call ${JSON.stringify(call)}: write ${inWords(Object.keys(CALLS))}`)
  }
  if (time != null && !WITH_TIME.has(word)) {
    return refuse(`must not give ${JSON.stringify(word)} a time: only slow and late take one`)
  }
  const first = Number(times)
  if (first < 1 || first > MAX_TIMES) return refuse(`must repeat from x1 to x${MAX_TIMES}`)
  const ms = time == null ? undefined : Number(time) * (unit === 's' ? 1000 : 1)
  return readEffect(call, { word, ms, first })
}

function readEffect(
  call: Call,
  { word, ms, first }: { word: string; ms: number | undefined; first: number },
): { ok: true; order: FaultOrder } | { ok: false; rule: string } {
  const operation = CALLS[call][0]
  const effect = effectOf(word, { operation, ms })
  if (effect == null) {
    return {
      ok: false,
      rule: `knows no trouble ${JSON.stringify(word)}: write ${inWords(WORDS)}, a status like 503, or an error code of the operation, like ${faultCodes(operation)[2]}`,
    }
  }
  const checked = newFaultSchema.safeParse({ match: { operation }, effect } satisfies NewFault)
  if (!checked.success) {
    const [issue] = checked.error.issues
    return {
      ok: false,
      rule: `must not order ${call}:${word}: ${issue?.path.join('.')} ${issue?.message}`,
    }
  }
  return { ok: true, order: { call, effect: checked.data.effect, first } }
}

function effectOf(
  word: string,
  { operation, ms }: { operation: string; ms: number | undefined },
): FaultEffect | undefined {
  if (word === 'slow') return { type: 'latency', ms: ms ?? 5_000 }
  if (word === 'late') return ms == null ? { type: 'late' } : { type: 'late', ms }
  const type = faultEffectTypes.find((each) => each === word)
  // The schema then says whether the operation can meet it.
  if (type != null && WORDS.includes(type)) return { type } as FaultEffect
  if (/^[2-5]\d\d$/.test(word)) return { type: 'status', status: Number(word) }
  return faultCodes(operation).includes(word) ? { type: 'error', code: word } : undefined
}

function isCall(word: string): word is Call {
  return Object.hasOwn(CALLS, word)
}

function inWords(words: readonly string[]): string {
  return new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(words)
}
