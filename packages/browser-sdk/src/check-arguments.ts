import { complain } from './console.ts'
import { SCOPES } from './scopes.ts'

/** Values as a sentence shows them: short, and never an access token. */
function show(value: unknown): string {
  if (typeof value === 'string') return `the text ${JSON.stringify(value.slice(0, 40))}`
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  if (typeof value !== 'object') return String(value).slice(0, 40)
  return Object.keys(value).length === 0 ? 'an empty object' : 'an object'
}

/** Tells the developer which argument of which method breaks which rule. */
function report(method: string, argument: string, rule: string, value: unknown) {
  complain(`Pi.${method}: ${argument} ${rule}, not ${show(value)}.`)
}

/** The fields of an argument, which may be anything. */
function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

export function checkFunction(method: string, argument: string, value: unknown): boolean {
  if (typeof value === 'function') return true
  report(method, argument, 'must be a function', value)
  return false
}

export function checkText(method: string, argument: string, value: unknown): boolean {
  if (typeof value === 'string' && value !== '') return true
  report(method, argument, 'must be a text with at least one character', value)
  return false
}

export function checkOneOf(
  method: string,
  argument: string,
  value: unknown,
  allowed: readonly string[],
): boolean {
  if (typeof value === 'string' && allowed.includes(value)) return true
  report(method, argument, `must be ${allowed.map((each) => `"${each}"`).join(' or ')}`, value)
  return false
}

export function checkScopes(method: string, value: unknown): boolean {
  if (!Array.isArray(value)) {
    report(method, 'scopes', 'must be a list of scopes', value)
    return false
  }
  const known = Object.keys(SCOPES)
  const wrong: unknown[] = value.filter((scope) => !known.includes(scope))
  for (const scope of wrong)
    report(method, 'scopes', `must contain only ${known.join(', ')}`, scope)
  return wrong.length === 0
}

/** Reports what the Platform API will refuse; the payment is still sent, as Pi's script does. */
export function warnOfPaymentData(value: unknown) {
  const { amount, memo, metadata } = fieldsOf(value)
  const tell = (field: string, rule: string, of: unknown) =>
    report('createPayment', `paymentData.${field}`, rule, of)
  if (typeof amount !== 'number') tell('amount', 'must be a number', amount)
  if (typeof memo !== 'string') tell('memo', 'must be a text', memo)
  if (typeof metadata !== 'object' || metadata === null || Array.isArray(metadata)) {
    tell('metadata', 'must be an object', metadata)
  } else if (Object.keys(metadata).length === 0) {
    tell('metadata', 'must be an object with at least one field', metadata)
  }
}

/** Checks all four callbacks. Returns whether the payment can go on: the two for the server are there. */
export function checkPaymentCallbacks(value: unknown): boolean {
  const callbacks = fieldsOf(value)
  const check = (name: string) =>
    checkFunction('createPayment', `callbacks.${name}`, callbacks[name])
  const [approval, completion] = [
    check('onReadyForServerApproval'),
    check('onReadyForServerCompletion'),
  ]
  check('onCancel')
  check('onError')
  return approval && completion
}
