import type { Database } from '../../../../apps/proxy/test/payouts/queue/open-database.ts'
import type { Figure } from '../figure.ts'
import { median } from '../statistics.ts'
import { makeBed, type Bed } from '../../../../apps/proxy/test/payouts/queue/bed.ts'
import type { Fill } from '../../../../apps/proxy/test/payouts/queue/fill-queue.ts'
import { livePayout, readPage } from '../../../../apps/proxy/test/payouts/queue/payout-life.ts'

export type Shape = {
  name: string
  /** What is in the database for a size. */
  fillOf: (size: number) => Fill
  isVacuumed?: boolean
}

/** Sizes are measured in turn, so that other work on the machine meets them alike. */
const ROUNDS = 25
/** The first ones find what the fill left behind: each page and index entry for the first time. */
const WARM_ROUNDS = 3
const MAX_GROWTH = 1.5

/** Of each size in milliseconds: one for each round. */
type Times = { life: number[]; accept: number[]; audit: number[]; page: number[] }

/** What a payout costs the database with ever more payouts in it: each database has another size. */
export async function measureQueue(
  databases: ReadonlyMap<number, Database>,
  kind: string,
  shape: Shape,
): Promise<Figure[]> {
  const { name, fillOf, isVacuumed = false } = shape
  const beds: { bed: Bed; fill: Fill; times: Times }[] = []
  for (const [size, database] of databases) {
    const fill = fillOf(size)
    const bed = await makeBed(database, fill, isVacuumed)
    beds.push({ bed, fill, times: { life: [], accept: [], audit: [], page: [] } })
  }
  for (let round = -WARM_ROUNDS; round < ROUNDS; round += 1) {
    for (const { bed, fill, times } of beds) await measureOnce(bed, fill, round < 0 ? null : times)
  }
  const medians = (what: keyof Times) => beds.map(({ times }) => median(times[what]))
  return [
    growth(`${kind}, ${name}: a payout`, medians('life'), MAX_GROWTH),
    growth(`${kind}, ${name}: accept`, medians('accept'), MAX_GROWTH),
    growth(`${kind}, ${name}: page of a2u/incomplete`, medians('page'), MAX_GROWTH),
    // Part of the payout's time. It looks at up to 500 transactions: among the first sizes there are fewer.
    growth(`${kind}, ${name}: audit`, medians('audit')),
  ]
}

async function measureOnce(bed: Bed, { isPoor, aside }: Fill, times: Times | null) {
  const { watch } = bed
  watch.clear()
  await livePayout(bed, { isPoor, hasAside: aside > 0 })
  const of = (name: string) => watch.times.get(name) ?? 0
  times?.life.push([...watch.times.values()].reduce((sum, ms) => sum + ms, 0))
  times?.accept.push(of('accept'))
  times?.audit.push(of('inspect') + of('loadLane'))
  watch.clear()
  await readPage(bed)
  times?.page.push(of('listOpen'))
}

function growth(name: string, medians: readonly number[], budget?: number): Figure {
  const [least = 0] = medians
  const most = Math.max(...medians) / least
  return {
    name,
    value: `× ${most.toFixed(2)}`,
    ...(budget != null && { budget: `≤ ${budget}`, met: most <= budget }),
    note: `${medians.map((ms) => ms.toFixed(1)).join(', ')} ms`,
  }
}
