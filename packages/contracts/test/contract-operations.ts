import type { AppRoute, AppRouter } from '@ts-rest/core'
import { alohaContract } from '../src/aloha/index.ts'
import { chainContract } from '../src/chain/index.ts'
import { controlContract } from '../src/control/index.ts'
import { operationsOf } from '../src/operations-of.ts'
import { platformContract } from '../src/platform/index.ts'

export type Operation = {
  api: 'platform' | 'aloha' | 'chain' | 'control'
  /** As `payments.approve`. */
  name: string
  route: AppRoute
  errors: readonly string[]
  notificationErrors: readonly string[]
}

/** Every operation of the four contracts, in the order in which a server mounts them. */
export const operations: readonly Operation[] = [
  ...walk('platform', platformContract),
  ...walk('aloha', alohaContract),
  ...walk('chain', chainContract),
  ...walk('control', controlContract),
]

function walk(api: Operation['api'], contract: AppRouter): Operation[] {
  return operationsOf(contract).map(({ name, route }) => {
    // Each contract types its metadata; the common part of all four is this.
    const metadata = route.metadata as Pick<Operation, 'errors'> & Partial<Operation>
    const { errors, notificationErrors = [] } = metadata
    return { api, name, route, errors, notificationErrors }
  })
}
