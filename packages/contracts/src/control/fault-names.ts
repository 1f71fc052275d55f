import { chainContract } from '../chain/chain-contract.ts'
import { chainProblems } from '../chain/errors.ts'
import { operationsOf } from '../operations-of.ts'
import { notificationErrors, platformErrors, WRONG_KEY_ERROR } from '../platform/errors.ts'
import { platformContract } from '../platform/platform-contract.ts'

const platformNames = operationsOf(platformContract).map(({ name }) => `platform.${name}`)
const chainNames = operationsOf(chainContract).map(({ name }) => `chain.${name}`)

/** Operations that a fault can meet, as `platform.payments.complete` and `chain.submit`. */
export const faultOperations: readonly string[] = [...platformNames, ...chainNames]

/** Names for several operations at a time, as `platform.payments.*`. */
const faultOperationGroups: readonly string[] = [
  ...new Set(faultOperations.map((name) => name.replace(/[^.]+$/, '*'))),
  'platform.*',
].toSorted()

const everyName = new Set([...faultOperations, ...faultOperationGroups])

/** Whether this names an operation or a group of them. */
export function isFaultOperation(name: string): boolean {
  return everyName.has(name)
}

/** Whether the operation is the named one, or belongs to the named group. */
export function isInOperation(operation: string, name: string): boolean {
  return name.endsWith('*') ? operation.startsWith(name.slice(0, -1)) : operation === name
}

/** Known names that end as this one does, or that contain it. */
export function similarOperations(name: string): string[] {
  const last = name.split('.').findLast((part) => part !== '' && part !== '*') ?? name
  return faultOperations.filter((each) => each.endsWith(`.${last}`)).slice(0, 3)
}

/** The code of Pi's 401 for a key that no app has, which has a sentence in the place of a code. */
const WRONG_KEY = 'wrong_key'

/** Codes that the effect `error` takes for an operation or a group, from the error tables of its API. */
export function faultCodes(name: string): readonly string[] {
  if (name.startsWith('chain.')) return Object.keys(chainProblems)
  if (name.startsWith('platform.notifications.')) return notificationCodes
  return platformCodes
}
const notificationCodes = Object.keys(notificationErrors)
const platformCodes = [...Object.keys(platformErrors), WRONG_KEY]

/** The body of `wrong_key`. */
export const wrongKeyBody = { error: WRONG_KEY_ERROR } as const

/** Reads that can show a payment as it was before its last change. */
export const staleOperations = [
  'platform.payments.get',
  'platform.payments.incomplete',
  'platform.sdk.incompletePayment',
] as const
