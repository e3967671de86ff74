import fc from 'fast-check';
import { batchElements } from './batch-elements.ts';

const elementsOf = (text: string): string[] => batchElements(Buffer.from(text)).map((one) => one.toString());

test('the elements of a batch are what stands in it', () =>
  expect(elementsOf(' [ {"a" : [1, 2],"b":"]},\\"["} ,\n"x, y" , null,[ ] ] ')).toEqual([
    ...['{"a" : [1, 2],"b":"]},\\"["}', '"x, y"', 'null', '[ ]'],
  ]));

test('a batch of nothing has none', () => expect([elementsOf('[]'), elementsOf('[ \n ]')]).toEqual([[], []]));

test('each element is the JSON of its value, however a batch is written', () =>
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), fc.constantFrom(undefined, 1, '\t'), (values, indent) => {
      const texts = elementsOf(JSON.stringify(values, undefined, indent));
      expect(texts.map((text) => JSON.parse(text) as unknown)).toEqual(JSON.parse(JSON.stringify(values)));
    }),
  ));
