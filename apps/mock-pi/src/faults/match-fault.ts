import { isInOperation, matchesPath } from '@aloha-pi/contracts/control'
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
