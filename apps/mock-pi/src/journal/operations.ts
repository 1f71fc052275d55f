import { operationsOf } from '@aloha-pi/contracts'
import { chainContract } from '@aloha-pi/contracts/chain'
import { controlContract, type JournalApi } from '@aloha-pi/contracts/control'
import { platformContract } from '@aloha-pi/contracts/platform'
import { walletContract } from '@aloha-pi/contracts/wallet'

export type Operation = {
  api: JournalApi
  name: string
  /** With its API, as rules for faults name it: `platform.payments.complete`. */
  fullName: string
  method: string
  path: string
}

const byRoute = new Map<unknown, Operation>()
const contracts = {
  platform: platformContract,
  chain: chainContract,
  wallet: walletContract,
  control: controlContract,
} as const
for (const api of ['platform', 'chain', 'wallet', 'control'] as const) {
  for (const { name, route } of operationsOf(contracts[api])) {
    const { method, path } = route
    byRoute.set(route, { api, name, fullName: `${api}.${name}`, method, path })
  }
}

/** Every operation that the mock serves. */
export const operations: readonly Operation[] = [...byRoute.values()]

/** The operation of a route, which a contract holds; undefined without one. */
export function operationOf(route: unknown): Operation | undefined {
  return byRoute.get(route)
}

/** The part of a path that stands where the operation has this parameter. */
export function parameterOf(operation: Operation, path: string, name: string): string | undefined {
  const place = operation.path.split('/').indexOf(`:${name}`)
  return place === -1 ? undefined : path.split('/')[place]
}
