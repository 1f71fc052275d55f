import type { Contender } from './contender.ts'
import type { Databases, PostgresDatabase } from './databases.ts'
import { startLink, type Link } from './link.ts'
import { makeOrders } from './orders.ts'
import type { PayoutWorld } from './payout-world.ts'
import { createPiBackend } from './pi-backend-contender.ts'
import { createProxies } from './proxy-contender.ts'

/** A contender behind its own link. */
export type Runner = {
  contender: Contender
  link: Link
  /** From the first request of a payout to the last response, since it was cleared. */
  busy: { from: number | undefined; to: number }
  postgres?: PostgresDatabase
}

/** The proxy on both databases and a loop of pi-backend, each with its own app; none is cold. */
export async function startRunners(
  world: PayoutWorld,
  databases: Databases,
  ledgerMs: number,
): Promise<Runner[]> {
  const postgres = await databases.newPostgres()
  const stores = [
    { name: 'proxy, Postgres', database: postgres.env, postgres },
    { name: 'proxy, PGlite', database: await databases.newPglite() },
  ]
  const runners: Runner[] = []
  for (const { name, database, ...rest } of stores) {
    const linked = await linkTo(world)
    const options = { name, urls: [linked.link.url], database, ledgerMs }
    const contender = createProxies(await world.newApp(), options)
    runners.push({ contender, ...linked, ...rest })
  }
  const linked = await linkTo(world)
  const loop = { name: 'pi-backend', afterFailedSubmit: 'submit_again' } as const
  const contender = createPiBackend(await world.newApp(), linked.link.url, loop)
  runners.push({ contender, ...linked })
  for (const runner of runners) await runner.contender.pay(makeOrders('warm', 3))
  return runners
}

async function linkTo(world: PayoutWorld) {
  const busy: Runner['busy'] = { from: undefined, to: 0 }
  const link = await startLink(world.url, ({ operation, askedAt }) => {
    if (operation !== 'other') {
      busy.from ??= askedAt
      busy.to = performance.now()
    }
    return 'arrives'
  })
  return { link, busy }
}

export async function stopRunners(runners: readonly Runner[]) {
  for (const { contender, link } of runners) {
    await contender.close()
    await link.close()
  }
}
