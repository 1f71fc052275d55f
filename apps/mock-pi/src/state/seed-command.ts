import { parseArgs } from 'node:util'
import { seedDataJsonSchema } from '@aloha-pi/contracts/control'
import type { SeedData } from '@aloha-pi/contracts/wire'
import { connectControl } from './connect-control.ts'
import { readSeedFile } from './seed-file.ts'

const SEED_USAGE = `mock-pi seed: add users, apps, balances and payments of a file to a running mock

  mock-pi seed add FILE      add them, all or none; FILE is YAML, or JSON if its name ends in .json
  mock-pi seed check FILE    say what is in a seed file, or what is wrong with it; needs no mock
  mock-pi seed schema        print the JSON Schema of seed files

  --url http://127.0.0.1:3141  the mock
  --world name                 one of its worlds, instead of the default one
  --help                       print this

The exit code is 0 when it was done, and 1 when not. \`mock-pi --seed-file FILE\` starts a mock with the data, and every
reset begins with them again.`

type SeedArguments = { url: string | undefined; world: string | undefined } & (
  | { action: 'help' | 'schema' }
  | { action: 'add' | 'check'; file: string }
)

/** Reads `add|check FILE` or `schema`, with `--url` and `--world`; throws a sentence. */
export function readSeedArguments(args: string[]): SeedArguments {
  const { values, positionals } = parseArgs({
    args,
    options: {
      url: { type: 'string' },
      world: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  })
  const { url, world } = values
  const [action, file, ...others] = positionals
  if (values.help) return { action: 'help', url, world }
  if (action !== 'add' && (url != null || world != null)) {
    throw new Error('only seed add needs a mock: omit --url and --world')
  }
  if (action === 'schema' && file == null) return { action, url, world }
  if ((action === 'add' || action === 'check') && file != null && others.length === 0) {
    return { action, file, url, world }
  }
  throw new Error('write `mock-pi seed add FILE`, `seed check FILE` or `seed schema`')
}

/** Does it; returns what to print. Throws a sentence. */
export async function seedCommand(read: SeedArguments): Promise<string> {
  if (!('file' in read)) {
    return read.action === 'help' ? SEED_USAGE : JSON.stringify(seedDataJsonSchema(), null, 2)
  }
  const { action, file, url, world } = read
  const data = await readSeedFile(file)
  if (action === 'check') return `${file} is a seed file: ${describe(data)}`
  const added = await connectControl({ url, world }).addSeedData(data)
  const ids = added.payments.map(({ payment }) => payment.identifier)
  return [`added ${file}: ${describe(data)}`, ...ids.map((id) => `  payment ${id}`)].join('\n')
}

function describe({ apps = [], users = [], accounts = [], payments = [] }: SeedData): string {
  return Object.entries({ apps, users, accounts, payments })
    .map(([things, { length }]) => `${length} ${length === 1 ? things.slice(0, -1) : things}`)
    .join(', ')
}
