import ky from 'ky'

console.log(await ky.get('https://api.example/v1/things/1').json())
