import type { CallStep, ConformanceCase, Expect, Need } from '../../model/case.ts'
import { operations, type Operation } from '../../model/operations.ts'
import { concat, ref } from '../../model/template.ts'
import { variants, withoutCredential, type Variant } from './variants.ts'

/** Well-formed ids for paths: callers who are refused must not learn whether they exist. */
const PARAMS: Readonly<Record<string, string>> = {
  paymentId: 'conformanceUnknownPayment000',
  piPayId: 'conformanceUnknownPayment000',
  adId: 'conformance-unknown',
}
const TOO_LARGE = [400, 401, 413, 431]
const AMBIGUOUS = [400, 401]

/** No one is let in without a valid credential. */
export const authorizationCases: readonly ConformanceCase[] = [
  ...operations('platform').flatMap(ofPlatform),
  ...operations('aloha').flatMap(ofAloha),
]

function ofPlatform(operation: Operation): ConformanceCase[] {
  if (operation.credential === 'access-token') return ofAccessToken(operation)
  // Both are captured; the second for a wrong or a missing key, and it is unknown which.
  const fixture = [
    'platform-payments-approve-invalid-authorization',
    'platform-payments-approve-invalid-key',
  ]
  const missing: Expect = { status: 401, fixture }
  // The second is not sure to be what a wrong key gets: perhaps nothing.
  const wrong: Expect = { status: 401, empty: 'or-shaped' }
  const expectOf = ({ label, isLarge, isRepeated }: Variant): Expect => {
    if (isLarge === true) return { ...wrong, status: TOO_LARGE }
    if (isRepeated === true) return { ...wrong, status: AMBIGUOUS }
    return /^(no header|an empty header|the scheme alone)$/.test(label) ? missing : wrong
  }
  return [
    authorizationCase(operation, variants('Key', 'apiKey'), expectOf),
    lowerCaseScheme(operation, 'key'),
  ]
}

/** `/me` returns an empty body, captured; what the calls of the browser SDK get is not public. */
function ofAccessToken(operation: Operation): ConformanceCase[] {
  const refusal: Expect =
    operation.name === 'me.get'
      ? { fixture: 'platform-me-get-bad-token' }
      : { status: 401, empty: 'or-shaped' }
  const expectOf = ({ isLarge, isRepeated }: Variant): Expect => {
    if (isLarge === true) return { status: TOO_LARGE, empty: 'or-shaped' }
    return isRepeated === true ? { status: AMBIGUOUS, empty: 'or-shaped' } : refusal
  }
  const none = withoutCredential('Bearer')
  const near = variants('Bearer', 'accessToken').slice(none.length)
  const nearCase = authorizationCase(operation, near, expectOf)
  return [
    authorizationCase(operation, none, expectOf),
    { ...nearCase, id: `${nearCase.id}-near-a-token`, needs: [...nearCase.needs, 'access-token'] },
  ]
}

/** One refusal for all, so that no one learns how close they came. Details are open to callers that send nothing. */
function ofAloha(operation: Operation): ConformanceCase[] {
  const refusal: Expect = {
    status: 401,
    code: ['unauthorized'],
    headers: { 'www-authenticate': 'Bearer' },
    sameAs: 'refusal',
  }
  // Reported before the credentials are looked at.
  const ambiguous: Expect = { status: 400, code: ['invalid_request'] }
  const expectOf = ({ isRepeated }: Variant) => (isRepeated === true ? ambiguous : refusal)
  const isOpen = operation.credential === 'optional'
  const all = variants('Bearer', 'apiKey').filter(
    ({ authorization }) => !isOpen || authorization.length > 0,
  )
  return [authorizationCase(operation, all, expectOf), lowerCaseScheme(operation, 'bearer')]
}

function authorizationCase(
  operation: Operation,
  all: readonly Variant[],
  expectOf: (variant: Variant) => Expect,
): ConformanceCase {
  return {
    id: `${operation.name}/authorization`,
    target: operation.api,
    operation: operation.name,
    title: `A request without a valid credential is refused: ${all.length} ways to try`,
    needs: needsOf(operation),
    steps: [{ each: all.map((each) => ({ ...callOf(operation, each), expect: expectOf(each) })) }],
  }
}

/** Both spellings circulate in official documents and clients. */
function lowerCaseScheme(operation: Operation, scheme: string): ConformanceCase {
  const credential = operation.credential === 'access-token' ? 'accessToken' : 'apiKey'
  const authorization = [concat(scheme, ' ', ref(credential))]
  return {
    id: `${operation.name}/scheme-in-lower-case`,
    target: operation.api,
    operation: operation.name,
    title: 'The right credential is accepted after a scheme in lower case',
    needs: [...needsOf(operation), ...(operation.name.startsWith('a2u.') ? ['a2u' as const] : [])],
    steps: [
      {
        ...callOf(operation, { label: '', authorization }),
        // There is no such payment, and no body: what counts is that it was let in.
        expect: { status: [200, 400, 404, 422] },
      },
    ],
  }
}

function needsOf({ method }: Operation): Need[] {
  return method === 'GET' ? [] : ['write']
}

/** Without a body: the credential is looked at first. */
function callOf({ name, path }: Operation, variant: Variant): Omit<CallStep, 'expect'> {
  const { authorization, headers = {}, query = '' } = variant
  const filled = path
    .replace('/:piTxId?', '')
    .replace(/:(\w+)/g, (_, parameter: string) => PARAMS[parameter] ?? 'x')
  return { call: name, path: concat(filled, query), authorization, headers }
}
