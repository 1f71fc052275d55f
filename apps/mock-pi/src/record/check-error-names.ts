import { chainProblems, commonChainProblems } from '@aloha-pi/contracts/chain'
import {
  commonPlatformErrors,
  notificationErrors,
  platformErrors,
  verificationErrors,
  WRONG_KEY_ERROR,
} from '@aloha-pi/contracts/platform'
import type { ShapeDifference } from './compare-shape.ts'
import type { PiOperation } from './find-operation.ts'

/** The name of an error is a value: it is written only where our own tables have it. */
export function checkErrorNames(
  operation: PiOperation,
  status: number,
  body: unknown,
): ShapeDifference[] {
  if (status < 400 || typeof body !== 'object' || body == null) return []
  return operation.api === 'chain'
    ? check({ place: 'body.type', name: problemOf(memberOf(body, 'type')) }, [
        ...operation.metadata.errors,
        ...commonChainProblems,
        'method_not_allowed',
      ])
    : [
        ...check({ place: 'body.error', name: errorOf(memberOf(body, 'error'), status) }, [
          ...operation.metadata.errors,
          ...(operation.metadata.notificationErrors ?? []),
          ...commonPlatformErrors,
          ...(operation.metadata.credential === 'server-key' ? [WRONG_KEY_ERROR] : []),
        ]),
        ...check(
          {
            place: 'body.verification_error',
            name: knownOf(memberOf(body, 'verification_error'), verificationErrors),
          },
          verificationErrors,
        ),
      ]
}

/** The error names of a response that our tables have, by their place in the body. They may be kept. */
export function keptErrorNames(
  { api }: PiOperation,
  status: number,
  body: unknown,
): Record<string, string> {
  if (status < 400 || typeof body !== 'object' || body == null) return {}
  const members = api === 'chain' ? ['type'] : ['error', 'verification_error']
  const kept = members.flatMap((member) => {
    const text = memberOf(body, member)
    return typeof text === 'string' && KEPT_NAMES.has(text) ? [[member, text]] : []
  })
  return Object.fromEntries(kept)
}

const KEPT_NAMES: ReadonlySet<string> = new Set([
  ...Object.keys(platformErrors),
  WRONG_KEY_ERROR,
  ...verificationErrors,
  ...Object.values(chainProblems).map(({ type }) => type),
])

/** `absent` where there is no text, which the schema judges. */
type Name = 'absent' | 'unknown' | { known: string }

function check(
  { place, name }: { place: string; name: Name },
  declared: readonly string[],
): ShapeDifference[] {
  if (name === 'absent') return []
  if (name === 'unknown') {
    const expected = 'an error name of the contract'
    return [{ place, kind: 'error name', expected, found: 'an unknown error name' }]
  }
  if (declared.includes(name.known)) return []
  const expected = 'an error name of this operation'
  return [{ place, kind: 'error name', expected, found: name.known }]
}

function errorOf(text: unknown, status: number): Name {
  const name = knownOf(text, [...Object.keys(platformErrors), WRONG_KEY_ERROR])
  return name === 'unknown' ? (sentenceOf(String(text), status) ?? name) : name
}

/** Notifications are refused by sentences, which have values in them. */
function sentenceOf(text: string, status: number): Name | undefined {
  const found = Object.entries(notificationErrors).find(
    ([, row]) => row.status === status && text.startsWith(row.message.split('{', 1)[0] ?? ''),
  )
  return found == null ? undefined : { known: found[0] }
}

function problemOf(text: unknown): Name {
  const found = Object.entries(chainProblems).find(([, { type }]) => type === text)
  if (found != null) return { known: found[0] }
  return typeof text === 'string' ? 'unknown' : 'absent'
}

function knownOf(text: unknown, names: readonly string[]): Name {
  if (typeof text !== 'string') return 'absent'
  return names.includes(text) ? { known: text } : 'unknown'
}

function memberOf(body: object, name: string): unknown {
  return Object.hasOwn(body, name) ? Reflect.get(body, name) : undefined
}
