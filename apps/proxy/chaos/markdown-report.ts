import { cpus, totalmem } from 'node:os'
import { spread, sum, summarise } from './report.ts'
import { LOST, RESTORED, WRONG_KEY_SECONDS } from './restores.ts'
import type { ChaosRun } from './run-chaos.ts'

/** What was run and what came of it, for readers of the repository. */
export function writeReport(runs: readonly ChaosRun[], note?: string): string {
  const isRestored = ({ counts }: ChaosRun) => counts[RESTORED] != null
  const others = runs.filter((run) => !isRestored(run))
  const [postgres, pglite] = [false, true].map((is) =>
    others.filter(({ options }) => options.pglite === is),
  )
  return [
    '# Payouts under chaos',
    INTRODUCTION,
    ...(note == null ? [] : [note]),
    ...describeSums('Several proxies on Postgres', postgres ?? [], aims.postgres),
    ...describeSums('One proxy on PGlite', pglite ?? [], aims.pglite),
    ...describeSums('Restored copies and wrong keys', runs.filter(isRestored), {}),
    '## What is checked',
    CHECKS,
    '## What is not tested here',
    LIMITS,
    '## How it was run',
    describeRun(runs),
    '',
  ].join('\n\n')
}

const INTRODUCTION = `Written by \`pnpm chaos --resume RUNS --report docs/chaos-report.md\`; do not edit.

Real proxies, a real database, the mock in a process of its own with fast ledgers, and between them links that
lose, delay, double, cut and falsify what passes. Beside these, processes are killed and stopped, the database is restarted,
the mock's replicas lag, other programs use the same wallet and the same app, and users pay into it. Afterwards the mock's ledger, Pi's
records, every envelope that arrived at Horizon and every answer that a client got are compared.`

const CHECKS = `| id | what would be a violation | read from |
| --- | --- | --- |
| I1 | two successful transactions for one order | the ledger, which forgets nothing, and Pi's records |
| I2 | reported as paid and not paid once, to the right wallet, with the right amount; reported as unpaid and paid; completed, but not at Pi; unknown after it was reported | ledger, Pi's records, the last answer |
| I3 | money left the wallet that no payment, fee or other user of the wallet explains; the proxy's own alarm \`books_differ\` | ledger, outputs |
| I4 | two ends or two transactions reported for one order; in work after an end was reported; reported as \`already_paid\` and not paid; a no without its payout, or without a cause | all answers |
| I5 | not final 60 s after the last fault and the last quarantine; an open payment at Pi that no one owns | last answers, Pi's records |
| I6 | an envelope that arrives before its row is committed | asked of the database before Horizon gets it |
| I7 | a second sequence for a payout while the first may still apply | arrivals and ledgers; a trigger in the database |
| P22 | the seed, an API key, a client's key, the password of the database, or anything of their shape | outputs of proxies at level \`trace\`, metrics, answers with headers, the mock's log; the values alone also in requests to Pi and Horizon, bytes to Postgres (not for its password) and every row at the end |
| ended | a proxy that ends by itself, or logs a fault of its program | exits and outputs |
| PGlite | a second process that opens the folder | \`proxy migrate\` beside the running proxy |
| stopped | a lane that stops for another reason than a payout that a restore lost | the operator's look at the lanes |

Each of these is known to be found: \`apps/proxy/chaos/checker.test.ts\` plants one of each. A proxy that is wrong on purpose
(\`pnpm chaos --mutant rebuild-on-any-error\`, under a Horizon that answers 504 before the ledger closes) pays twice here and is found
out, in every \`pnpm test\`.

With \`--restores\` an older copy of the database is put back, and the proxies are started with the key of another app before the
right one. What the ledger, Pi's records and the arrivals show is judged as always. Of what was reported to clients, only this is allowed, and
only where the answer came between copy and restore and the copy does not have what it said: \`cancelled\` or
\`failed\` although the client asks again and is paid, a
payout that is not known any more, and work on a payout whose end was reported. A payout may also fail for a user whom the other app does
not know. \`apps/proxy/chaos/lost-answers.test.ts\` plants what this must not excuse, and a proxy that takes Pi's "not found" for a proof
(\`--mutant not-found-is-foreign\`) pays twice in such a run.`

const LIMITS = `- Pi and Horizon are the mock. How the real ones behave where no one has written it down is not known.
- A Pi that lies (another amount, another network), a wallet that runs dry, clocks that disagree, an empty database in place
  of a lost one, and an operator who forgets the quarantine are for the simulation (\`pnpm sim\`), not for this. A disk that is
  full is tested nowhere.
- Copies of the database are put back on Postgres only, and never with \`pg_restore\`: that is noticed by the proxy itself.
- Everything runs on one machine: a network that splits between machines is only what the links do.
- On PGlite no one else can read the database while it is open, so I6 is judged at the end, by the time of the row.
- The power is never cut: a killed process leaves its written pages to the system.`

type Aims = { payouts?: number; kills?: number; stops?: number; restarts?: number }
/** How much all runs together must reach. */
const aims: Record<'postgres' | 'pglite', Aims> = {
  postgres: { payouts: 10_000, kills: 2_000, stops: 200, restarts: 100 },
  pglite: { payouts: 2_000, kills: 500 },
}

function withAim(name: string, value: number, aim: number | undefined) {
  const isReached = aim == null || value >= aim
  return [name, value, aim == null ? '' : `${aim}, ${isReached ? 'reached' : '**not reached**'}`]
}

/** One set of runs, or nothing where none was run. */
function describeSums(title: string, runs: readonly ChaosRun[], aims: Aims): string[] {
  if (runs.length === 0) return []
  const counts = sum(runs, (run) => run.counts)
  const ends = sum(runs, (run) => run.ends)
  const atLinks = [...counts.keys()].filter(isAtLink)
  return [
    `## ${title}`,
    tableOfSums(runs, counts, aims),
    `Payouts ended as: ${[...ends].map(([name, count]) => `${count} ${name}`).join(', ')}.`,
    table(
      ['time', 'p50, p99, max (number of values)', 'unit'],
      summarise(runs).times.map(({ name, unit, values }) => [name, spread(values), unit]),
    ),
    ...describeViolations(runs),
    'Faults on links, by what they do:',
    describeLinks(counts, atLinks),
    'Everything else that was done or seen:',
    table(
      ['count', 'what'],
      [...counts].filter(([name]) => !isAtLink(name)).map(([name, count]) => [count, name]),
    ),
  ]
}

const isAtLink = (name: string) => / to \w+: /.test(name)

function tableOfSums(runs: readonly ChaosRun[], counts: ReadonlyMap<string, number>, aims: Aims) {
  const { violations } = summarise(runs)
  const total = (isMeant: (name: string) => boolean) =>
    [...counts].reduce((all, [name, times]) => (isMeant(name) ? all + times : all), 0)
  const starting = (prefix: string) => total((name) => name.startsWith(prefix))
  const counted = (row: string, name: string) => [row, counts.get(name) ?? 0, '']
  const found = (row: string, ...ids: string[]) => {
    const { length } = violations.filter(({ invariant }) => ids.includes(invariant))
    return [row, length, '0']
  }
  return table(
    ['', 'sum', 'aim'],
    [
      withAim('payouts', counts.get('payouts') ?? 0, aims.payouts),
      counted('of them without an idempotency key', 'payouts without a key'),
      withAim('SIGKILL of a proxy', starting('SIGKILL'), aims.kills),
      withAim('SIGSTOP for twice the lease', counts.get('SIGSTOP') ?? 0, aims.stops),
      withAim('restarts of Postgres', starting('Postgres '), aims.restarts),
      ...(counts.has(RESTORED)
        ? [
            counted('older copies of the database put back', RESTORED),
            counted('payouts lost with that', LOST),
            counted('seconds with the key of another app', WRONG_KEY_SECONDS),
          ]
        : []),
      ['faults on links', total(isAtLink), ''],
      ['faults of the mock (lag, empty ledgers, 504, ...)', starting('mock: '), ''],
      [
        'transactions of other wallet users in ledgers',
        total((name) => name.endsWith(': transactions in ledgers')),
        '',
      ],
      counted('envelopes that arrived at Horizon', 'envelopes at Horizon'),
      counted('of them judged before they went on', 'envelopes judged at arrival'),
      counted('calls of clients', 'calls of clients'),
      found('**paid twice** (I1)', 'I1'),
      found('**lost**, or not what was reported (I2)', 'I2'),
      found('**not final in time**, or left open (I5)', 'I5'),
      found('**false answers** (I4)', 'I4'),
      found('money unexplained (I3)', 'I3'),
      found('sent before stored, second sequence (I6, I7)', 'I6', 'I7'),
      found('secrets found (P22)', 'P22'),
      found('anything else', 'ended', 'PGlite', 'stopped'),
    ],
  )
}

function describeViolations(runs: readonly ChaosRun[]): string[] {
  const lines = runs.flatMap(({ options, violations }) => {
    const kinds = [...new Set(violations.map(({ invariant }) => invariant))]
    return kinds.map((kind) => {
      const [first, ...more] = violations.filter(({ invariant }) => invariant === kind)
      return `- seed ${options.seed}, ${kind}: ${first?.detail}${more.length > 0 ? `, and ${more.length} more` : ''}`
    })
  })
  return lines.length === 0 ? [] : ['Violations:', lines.join('\n')]
}

/** Names of counts are `link: fault`. */
function describeLinks(counts: ReadonlyMap<string, number>, names: readonly string[]): string {
  const parts = names.map((name) => name.split(': ') as [link: string, fault: string])
  const links = [...new Set(parts.map(([link]) => link))]
  const faults = [...new Set(parts.map(([, fault]) => fault))].sort()
  const row = (fault: string) => [
    fault.replaceAll('_', ' '),
    ...links.map((link) => counts.get(`${link}: ${fault}`) ?? ''),
  ]
  return table(['fault', ...links], faults.map(row))
}

function describeRun(runs: readonly ChaosRun[]): string {
  const [cpu] = cpus()
  const gib = Math.round(totalmem() / 2 ** 30)
  const commits = [...new Set(runs.map(({ commit }) => commit))].join(', ')
  return [
    `On ${cpus().length} cores (${cpu?.model.trim() || 'of an unnamed kind'}), ${gib} GiB, Node ${process.version}, shared with other work, so that times include waiting for a core; the proxy as of commit ${commits}. Each line is one run; several ran at the same time.`,
    `\`\`\`\n${runs.map((run) => `${commandOf(run)}   # ${run.seconds.toFixed(0)} s`).join('\n')}\n\`\`\``,
  ].join('\n\n')
}

function commandOf({ options }: ChaosRun): string {
  // Of a mutant no run is kept.
  const { pglite, ledgerMs, leaseMs, submitTimeoutMs, mutant: _none, ...rest } = options
  const times = { 'ledger-ms': ledgerMs, 'lease-ms': leaseMs, 'submit-timeout-ms': submitTimeoutMs }
  const words = Object.entries({ ...rest, ...times })
    // An older run does not have them all.
    .filter(([, value]) => value != null)
    .map(([name, value]) => `--${name} ${value}`)
  return ['pnpm chaos', ...(pglite ? ['--pglite'] : []), ...words].join(' ')
}

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
