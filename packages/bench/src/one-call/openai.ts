import OpenAI from 'openai'

const openai = new OpenAI({ apiKey: 'k' })
console.log(await openai.models.retrieve('m'))
