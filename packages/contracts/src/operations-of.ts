import { isAppRoute, type AppRoute, type AppRouter } from '@ts-rest/core'

/** One route of a contract under its name, as `payments.approve`. */
export type ContractOperation = { name: string; route: AppRoute }

/** All routes of a contract, in its order. */
export function operationsOf(contract: AppRouter, prefix = ''): ContractOperation[] {
  return Object.entries(contract).flatMap(([key, each]) =>
    isAppRoute(each)
      ? [{ name: `${prefix}${key}`, route: each }]
      : operationsOf(each, `${prefix}${key}.`),
  )
}
