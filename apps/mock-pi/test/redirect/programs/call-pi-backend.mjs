// Makes calls of pi-backend, one after another, and prints what became of each. An argument "$0" is the first
// answer, and so on. Each call has its own object, as after a restart.
import pib from 'pi-backend'

const { PI_API_KEY, WALLET_PRIVATE_SEED } = process.env
const [calls = '[]'] = process.argv.slice(2)

const outcomes = []
for (const [method, ...args] of JSON.parse(calls)) {
  const pi = new pib.default(PI_API_KEY, WALLET_PRIVATE_SEED)
  const filled = args.map((arg) => (/^\$\d+$/.test(arg) ? outcomes[arg.slice(1)].response : arg))
  outcomes.push(
    await pi[method](...filled).then(
      (response) => ({ response }),
      ({ message, response }) => ({
        error: { message, status: response?.status, body: response?.data },
      }),
    ),
  )
}
process.stdout.write(JSON.stringify(outcomes))
