// Runs the program of each generator against the servers in the first argument, and prints what each got.
import type { Servers } from './servers.ts'
import { useCodegen } from './use-codegen.ts'
import { useHeyApi } from './use-hey-api.ts'
import { useOpenapiTypescript } from './use-openapi-typescript.ts'

// Written by the test.
const servers = JSON.parse(process.argv[2] ?? '') as Servers
const seen = {
  openapiTypescript: await useOpenapiTypescript(servers),
  heyApi: await useHeyApi(servers),
  codegen: await useCodegen(servers),
}
console.log(JSON.stringify(seen))
