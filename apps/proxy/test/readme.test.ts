import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const read = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8')

test('the example of the README is the test that runs beside this one', () =>
  expect(read('../README.md')).toContain(`\`\`\`ts\n${read('./readme-example.test.ts')}\`\`\``))

test('the README installs the version that is packed', () => {
  const { version } = JSON.parse(read('../package.json'))
  expect(read('../README.md')).toContain(`/aloha-pi-proxy-${version}.tgz`)
})
