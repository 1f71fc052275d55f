import type { Tree } from './load-tree.ts'
import type { World } from './mock-world.ts'

/** What came of each call: `ok`, or what the client said. */
export type Outcomes = Record<string, string>

/** Calls servers of today with the client of a tree. */
export async function observeClient(
  tree: Tree,
  world: World,
  proxy: { url: string; key: string },
): Promise<Outcomes> {
  const once = { retries: 0 }
  const pi = tree.createPiClient({ apiKey: world.apiKey, baseUrl: world.url, ...once })
  const aloha = tree.createAlohaClient({ apiKey: proxy.key, baseUrl: proxy.url, ...once })
  const calls: Record<string, () => Promise<unknown>> = {
    'payments.incomplete': () => pi.payments.incomplete(),
    'payments.get': async () => pi.payments.get(await world.pay()),
    'payments.create': () => pi.payments.create(world.payment),
    'u2a.approve': async () => aloha.u2a.approve(await world.begin()),
    'u2a.details': async () => aloha.u2a.details(await world.begin()),
    'a2u.create': () => aloha.a2u.create(world.payment),
  }
  const outcomes: Outcomes = {}
  for (const [name, call] of Object.entries(calls)) {
    outcomes[name] = await call().then(
      () => 'ok',
      (error) => `${error.name}: ${error.message}`,
    )
  }
  return outcomes
}
