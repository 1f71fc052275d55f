import type { AppRoute, AppRouter } from '@ts-rest/core'
import { alohaContract } from '../src/aloha/index.ts'
import { chainContract } from '../src/chain/index.ts'
import { controlContract } from '../src/control/index.ts'
import { operationsOf } from '../src/operations-of.ts'
import { platformContract } from '../src/platform/index.ts'
import { walletContract } from '../src/wallet/index.ts'

export type Operation = {
  api: 'platform' | 'aloha' | 'chain' | 'control' | 'wallet'
  /** As `payments.approve`. */
  name: string
  route: AppRoute
  errors: readonly string[]
  notificationErrors: readonly string[]
}

/** Every operation of the five contracts, in the order in which a server mounts them. */
export const operations: readonly Operation[] = [
  ...walk('platform', platformContract),
  ...walk('aloha', alohaContract),
  ...walk('chain', chainContract),
  ...walk('control', controlContract),
  ...walk('wallet', walletContract),
]

function walk(api: Operation['api'], contract: AppRouter): Operation[] {
  return operationsOf(contract).map(({ name, route }) => {
    // Each contract types its metadata; the common part of all is this.
    const metadata = route.metadata as Pick<Operation, 'errors'> & Partial<Operation>
    const { errors, notificationErrors = [] } = metadata
    return { api, name, route, errors, notificationErrors }
  })
}
