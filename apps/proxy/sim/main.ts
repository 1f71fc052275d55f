import manifest from '../package.json' with { type: 'json' }
import { parseArgs } from 'node:util'
import { runHistory } from './history.ts'
import type { Family } from './kernel/faults.ts'
import { mutants } from './mutants/mutants.ts'
import { describeTally, timed, traceCommand } from './report.ts'
import { runSeeds } from './run-seeds.ts'
import { runSeedsOnThreads } from './run-seeds-on-threads.ts'
import { wholeNumber } from '../testkit/whole-number.ts'

const usage = `pnpm sim [--seeds N] [--from S] [--rollbacks | --operators] [--threads N] [--digest]   many simulated runs
pnpm sim --mutants [--mutant NAME] [--seeds N] [--from S]     the runs in which each replaced rule fails
pnpm sim --seed S [--rollbacks | --operators] [--mutant NAME] [--trace]     one simulated run`

const options = {
  seeds: { type: 'string', default: '1000' },
  from: { type: 'string', default: '1' },
  threads: { type: 'string' },
  seed: { type: 'string' },
  mutant: { type: 'string' },
  rollbacks: { type: 'boolean', default: false },
  operators: { type: 'boolean', default: false },
  mutants: { type: 'boolean', default: false },
  trace: { type: 'boolean', default: false },
  digest: { type: 'boolean', default: false },
} as const

async function main(): Promise<boolean> {
  if (process.argv.includes('--version')) {
    console.log(manifest.version)
    return true
  }
  if (process.argv.includes('--help')) {
    console.log(usage)
    return true
  }
  const { values } = parseArgs({ options })
  const family = values.operators ? 'operators' : values.rollbacks ? 'rollbacks' : 'plain'
  const from = wholeNumber('from', values.from)
  const count = wholeNumber('seeds', values.seeds)
  if (values.seed != null) {
    return runOne(wholeNumber('seed', values.seed), family, values)
  }
  if (values.mutants) return searchMutants(from, count, values.mutant)
  const threads = values.threads == null ? undefined : wholeNumber('threads', values.threads)
  const { result: tally, ...time } = await timed(() =>
    runSeedsOnThreads({ from, count, family, isDigested: values.digest }, threads),
  )
  console.log(describeTally(tally, time, family))
  return tally.failures.length === 0
}

async function runOne(
  seed: number,
  family: Family,
  { trace, mutant: name }: { trace: boolean; mutant?: string | undefined },
): Promise<boolean> {
  const mutant = mutants.find((each) => each.name === name)
  if (name != null && mutant == null) throw new Error(`--mutant: there is no ${name}`)
  const print = (line: string) => console.log(line)
  const history = { seed, family, ...mutant?.options, ...(trace && { trace: print }) }
  const { violations, faults, states, stays, lateLedgers, ...result } = await runHistory(history)
  const counts = [faults, states, stays].map((each) => Object.fromEntries(each))
  const latest = Math.max(0, ...lateLedgers)
  console.log({
    ...result,
    latestLedgers: latest,
    faults: counts[0],
    states: counts[1],
    stays: counts[2],
  })
  for (const { invariant, detail, at } of violations) {
    console.log(`VIOLATION ${invariant} at ${(at / 1000).toFixed(3)} s: ${detail}`)
  }
  if (violations.length > 0 && !trace) console.log(traceCommand(seed, family))
  return violations.length === 0
}

const SEEDS_SHOWN = 8

async function searchMutants(
  from: number,
  count: number,
  only: string | undefined,
): Promise<boolean> {
  let isAsProved = true
  for (const { name, what, options, isRedundant } of mutants) {
    if (only != null && name !== only) continue
    const { family = 'plain', ...mutation } = options
    const { failures } = await runSeeds({ from, count, family }, mutation)
    const seeds = failures.slice(0, SEEDS_SHOWN).map(({ seed }) => seed)
    const found = new Set(failures.map(({ invariant }) => invariant))
    const verdict = failures.length > 0 ? `fails (${[...found].join(', ')})` : 'survives'
    console.log(
      `${name}: ${verdict} ${failures.length} of ${count} ${JSON.stringify(seeds)}\n  ${what}`,
    )
    if ((isRedundant === true) !== (failures.length === 0)) isAsProved = false
  }
  return isAsProved
}

try {
  process.exitCode = (await main()) ? 0 : 1
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`)
  process.exitCode = 2
}
