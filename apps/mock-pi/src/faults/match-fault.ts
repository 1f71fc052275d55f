import { isInOperation } from '@aloha-pi/contracts/control'
import type { Fault, FaultFacts } from './fault.ts'

/** These end before a response; the others need a whole one, which a stream of events never is. */
const BEFORE_RESPONSE = new Set<Fault['effect']['type']>([
  'latency',
  'error',
  'status',
  'html-500',
  'rate-limit',
  'lost-request',
])

/** Whether a rule is about this request. */
export function matchesFault({ match, effect }: Fault, facts: FaultFacts): boolean {
  const { operation, method, path, app, payment, user } = match
  if (facts.isStream === true && !canMeetStream(effect)) return false
  return (
    (operation == null || isInOperation(facts.operation, operation)) &&
    (method == null || method === facts.method) &&
    (path == null || matchesPath(path, facts.path)) &&
    (app == null || app === facts.appId) &&
    (payment == null || payment === facts.paymentId) &&
    (user == null || user === facts.username)
  )
}

function canMeetStream(effect: Fault['effect']): boolean {
  return BEFORE_RESPONSE.has(effect.type) || (effect.type === 'never' && effect.delivered !== true)
}

/** `*` is any text. No regular expression: its time would grow with each `*`. */
export function matchesPath(pattern: string, path: string): boolean {
  const [first = '', ...others] = pattern.split('*')
  if (!path.startsWith(first)) return false
  const last = others.pop()
  if (last == null) return path === pattern
  let place = first.length
  for (const part of others) {
    const found = path.indexOf(part, place)
    if (found === -1) return false
    place = found + part.length
  }
  return path.length - last.length >= place && path.endsWith(last)
}
