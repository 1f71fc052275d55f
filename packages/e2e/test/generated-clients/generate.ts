// Generates clients of the four documents by each generator, into the folder in the first argument.
import { readFile, writeFile, mkdir } from 'node:fs/promises'
import { createClient } from '@hey-api/openapi-ts'
import openapiTS, { astToString } from 'openapi-typescript'
import { generate } from 'openapi-typescript-codegen'

const [folder = ''] = process.argv.slice(2)
const documents = new URL('../../../../docs/openapi/', import.meta.url)

for (const name of ['platform', 'chain', 'control', 'aloha']) {
  const url = new URL(`${name}.json`, documents)
  const read = async () => JSON.parse(await readFile(url, 'utf8'))

  await mkdir(`${folder}/openapi-typescript`, { recursive: true })
  const types = astToString(await openapiTS(await read()))
  await writeFile(`${folder}/openapi-typescript/${name}.ts`, types)

  await generate({ input: await read(), output: `${folder}/codegen/${name}`, httpClient: 'fetch' })

  await createClient({
    input: await read(),
    output: `${folder}/hey-api/${name}`,
    plugins: [
      '@hey-api/client-fetch',
      { name: '@hey-api/sdk', validator: true },
      '@hey-api/typescript',
      'zod',
    ],
    logs: { level: 'silent' },
  })
}
