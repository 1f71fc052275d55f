import { expect, test } from 'vitest'
import { alohaErrors, commonAlohaErrors } from '../src/aloha/index.ts'
import { chainProblems, commonChainProblems } from '../src/chain/index.ts'
import { commonControlErrors, controlErrors } from '../src/control/index.ts'
import { commonPlatformErrors, notificationErrors, platformErrors } from '../src/platform/index.ts'
import { commonWalletErrors, walletErrors } from '../src/wallet/index.ts'
import { operations, type Operation } from './contract-operations.ts'

type Rows = Readonly<Record<string, { status: number }>>
const tables: Record<Operation['api'], { rows: Rows; common: readonly string[] }> = {
  platform: { rows: platformErrors, common: commonPlatformErrors },
  aloha: { rows: alohaErrors, common: commonAlohaErrors },
  chain: { rows: chainProblems, common: commonChainProblems },
  control: { rows: controlErrors, common: commonControlErrors },
  wallet: { rows: walletErrors, common: commonWalletErrors },
}

/** Statuses that have no code: Pi's 401 of `/me` has an empty body. */
const codeless: Record<string, number[]> = { 'platform me.get': [401] }

// The rule: a route declares its successes and the statuses of its own errors and of the errors that every
// operation of its API has; nothing else. Unknown paths (404) and wrong methods (405) belong to no route.
test.each(operations.map((each) => [`${each.api} ${each.name}`, each] as const))(
  '%s declares exactly the statuses that it can return',
  (label, { api, route, errors, notificationErrors: sentences }) => {
    const { rows, common } = tables[api]
    const expected = new Set([
      ...[...common, ...errors].map((code) => rows[code]?.status),
      ...sentences.map((code) => (notificationErrors as Rows)[code]?.status),
      ...(codeless[label] ?? []),
    ])
    const declared = Object.keys(route.responses).map(Number)
    expect(declared.filter((status) => status >= 400).sort()).toEqual([...expected].sort())
    expect(declared.some((status) => status < 300)).toBe(true)
  },
)

test.each([
  ['platform', ['method_not_allowed', 'missing_param']],
  ['aloha', ['route_not_found', 'method_not_allowed', 'already_approved']],
  ['chain', ['method_not_allowed']],
  ['control', ['world_required', 'not_found', 'method_not_allowed']],
  ['wallet', ['not_found', 'method_not_allowed']],
] as const)('%s: errors that no operation names are known', (api, unnamed) => {
  const named = new Set(operations.filter((each) => each.api === api).flatMap((e) => e.errors))
  const { rows, common } = tables[api]
  const rest = Object.keys(rows).filter((code) => !named.has(code) && !common.includes(code))
  expect(rest).toEqual(unnamed)
})

/** Whether express, which takes the first pattern that matches, would give `path` of the later route to the earlier. */
function shadows(earlier: Operation, later: Operation): boolean {
  if (earlier.route.method !== later.route.method) return false
  const pattern = earlier.route.path.replace(/\/:\w+\?/g, '(?:/[^/]+)?').replace(/:\w+/g, '[^/]+')
  return new RegExp(`^${pattern}$`, 'i').test(later.route.path)
}

test.each(['platform', 'aloha', 'chain', 'control', 'wallet'] as const)(
  '%s: a literal path stands before a path with a parameter that matches it',
  (api) => {
    const routes = operations.filter((each) => each.api === api)
    const hidden = routes.flatMap((later, index) =>
      routes
        .slice(0, index)
        .filter((earlier) => shadows(earlier, later))
        .map((earlier) => `${earlier.name} hides ${later.name}`),
    )
    expect(hidden).toEqual([])
  },
)
