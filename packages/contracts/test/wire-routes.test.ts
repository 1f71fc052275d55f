import { expect, test } from 'vitest'
import { alohaRoutes, platformRoutes, type WireRoute } from '../src/wire/index.ts'
import { operations } from './contract-operations.ts'

const tables = { platform: platformRoutes, aloha: alohaRoutes }

/** The routes of both tables by name, like `platform payments.approve`. */
const routes = new Map<string, WireRoute>(
  Object.entries(tables).flatMap(([api, table]) => walk(`${api} `, table)),
)
const served = operations.filter(({ api, name }) => api in tables && !name.startsWith('sdk.'))

function walk(prefix: string, table: object): [string, WireRoute][] {
  return Object.entries(table).flatMap(([name, each]) =>
    isRoute(each) ? [[prefix + name, each]] : walk(`${prefix}${name}.`, each),
  )
}

function isRoute(each: object): each is WireRoute {
  return 'method' in each
}

test.each(served.map(({ api, name, route }) => [`${api} ${name}`, route] as const))(
  '%s is the same in the wire table as in its contract',
  (name, contract) => {
    const wire = routes.get(name)!
    const { credential } = contract.metadata as Pick<WireRoute, 'credential'>
    expect(wire).toMatchObject({ method: contract.method, path: contract.path, credential })
    // A body that may be left out need not be in the table.
    const sameBody = wire.body == null || wire.body === (contract as { body?: unknown }).body
    expect(sameBody).toBe(true)
    const successes = Object.entries(contract.responses).filter(([status]) => Number(status) < 300)
    expect(Object.keys(wire.responses)).toEqual(successes.map(([status]) => status))
    for (const [status, schema] of successes) expect(wire.responses[Number(status)]).toBe(schema)
  },
)

test('the wire table has the operations of both APIs, without those of the browser SDK', () => {
  expect([...routes.keys()].sort()).toEqual(served.map(({ api, name }) => `${api} ${name}`).sort())
})
