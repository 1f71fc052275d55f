import { expect, test } from 'vitest'
import { fetchesByName } from './run-by-name.mjs'
import { readTracked } from './tracked-files.mjs'

const names = new Set(
  readTracked(['package.json']).flatMap(({ text }) => {
    const { name, bin = {} } = JSON.parse(text)
    return Object.keys(bin).concat(name)
  }),
)
const HERE = '.ci/documents/run-by-name.test.mjs'

test('no document, program or message fetches one of our packages by name', () => {
  expect([...names]).toEqual(expect.arrayContaining(['aloha-pi', '@aloha-pi/client', 'mock-pi']))
  const endings = ['.md', '.ts', '.mjs', '.cjs', '.js', '.json', '.yml', '.yaml', '.sh', '/run']
  const found = readTracked(endings)
    .filter(({ path }) => path !== HERE)
    .flatMap(({ path, text }) => fetchesByName(text, names).map((command) => `${path}: ${command}`))
  expect(found).toEqual([])
})

test.each([
  'npx @aloha-pi/mock-pi --port 4141',
  'npx -y mock-pi',
  'npm exec -p @aloha-pi/conformance@latest conformance',
  'pnpm dlx @aloha-pi/conformance',
  'npm install --save-dev @aloha-pi/client',
  'npm install zod \\\n  @aloha-pi/client',
  'pnpm add zod @aloha-pi/client@^1.0.0',
])('finds %s', (command) => {
  expect(fetchesByName(`Run \`${command}\` here.`, names)).toHaveLength(1)
})

test.each([
  'npm install ~/aloha-pi/.data/tarballs/*.tgz',
  'npm install package.tgz\nnpx --no-install @aloha-pi/mock-pi',
  'npx --no-install @aloha-pi/mock-pi --port 4141',
  'npx -y pnpm@12.21.0 mock-pi --port 4141',
  'npx vitest run',
])('allows %s', (command) => {
  expect(fetchesByName(`Run \`${command}\` here.`, names)).toEqual([])
})
