import { parseConfig, type Config } from '../config/config.ts'
import type { Command, CommandIo } from '../operator/command.ts'
import {
  checkCaps,
  checkClock,
  checkDatabase,
  checkPiKey,
  checkServedNetwork,
  checkWallet,
  type Finding,
} from './doctor/checks.ts'
import { parseFacts, readFacts } from './doctor/database-facts.ts'
import { openPorts } from './open-ports.ts'
import { readFromDatabase } from './read-from-database.ts'

/** `proxy doctor`: one line for each thing that payouts need, passed or with a way out. Writes nothing anywhere. */
export const doctorCommand: Command = async (args, io) => {
  if (args.length > 0) {
    io.complain('doctor takes no arguments: it reads the environment variables of the server.')
    return 2
  }
  if (io.database != null) {
    for (const line of await readFacts(io.database)) io.print(line)
    return 0
  }
  const parsed = parseConfig(io.env)
  if (!parsed.ok) {
    for (const problem of parsed.problems) show(io, unset(problem))
    io.complain('Nothing else was checked: correct the configuration first.')
    return 1
  }
  const findings = await examine(parsed.config, io)
  for (const finding of findings) show(io, finding)
  return findings.some(({ verdict }) => verdict === 'failed') ? 1 : 0
}

async function examine(config: Config, io: CommandIo): Promise<Finding[]> {
  const ports = openPorts(config)
  const now = () => new Date().getTime()
  try {
    const [database, key, network, wallet, ledger] = await Promise.all([
      readFromDatabase(io, { command: 'doctor', args: [] }, readFacts).then((read) => ({
        facts: read.ok ? parseFacts(read.lines[0]) : undefined,
        problems: read.ok ? [] : read.problems,
        at: now(),
      })),
      checkPiKey(ports),
      checkServedNetwork(ports, config.upstream),
      checkWallet(ports, config),
      ports.chain(config.wallet.address ?? '').ledger('latest'),
    ])
    const { facts, problems, at } = database
    return [
      { name: 'configuration', verdict: 'passed', says: describeConfig(config) },
      checkDatabase(facts, problems, at),
      key,
      network,
      wallet,
      checkClock(ledger, now()),
      checkCaps(facts, config),
    ]
  } finally {
    await ports.close()
  }
}

function describeConfig({ upstream }: Config): string {
  const { apiUrl, horizonUrl, network, local } = upstream
  return `${network}, Pi at ${apiUrl}, Horizon at ${horizonUrl}${local ? ', a mock' : ''}`
}

function unset(problem: string): Finding {
  const wayOut = 'docs/configuration.md has the rule of each variable'
  return { name: 'configuration', verdict: 'failed', says: problem, wayOut }
}

function show(io: CommandIo, finding: Finding) {
  const { name, verdict, says } = finding
  io.print(`${verdict.padEnd(8)}${name.padEnd(15)}${says}.`)
  if (finding.verdict === 'failed') io.print(`${' '.repeat(23)}-> ${finding.wayOut}.`)
}
