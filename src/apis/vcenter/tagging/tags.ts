// Categories and tags. Source: vSphere Automation API, com.vmware.cis.tagging.Category, Tag.
import { tagCategories, tags, type Tag, type TagCategory } from '../../../kinds/vsphere/tag.ts';
import { string, strings } from '../../../store/schema/infer.ts';
import { resolvePolicies } from '../inventory/policies.ts';
import { created, done, ok, type Call, type Operation } from '../operation.ts';
import { readBody } from '../reading.ts';
import { invalidArgument } from '../failure.ts';
import { categoriesIn, categoryOf, checkFree, checkWords, newId, tagOf, tagsIn } from './found.ts';

const base = 'cis/tagging';
const categoryId = ({ params: { category = '' } }: Call): string => category;
const tagId = ({ params: { tag = '' } }: Call): string => tag;

const cardinality = { type: 'string', enum: ['SINGLE', 'MULTIPLE'] } as const;

const categoryInfo = ({ metadata, spec }: TagCategory) => ({
  id: metadata.name,
  name: spec.displayName,
  description: spec.description,
  cardinality: spec.cardinality,
  associable_types: spec.types,
  used_by: [],
});

const tagInfo = ({ metadata, spec }: Tag) => ({
  id: metadata.name,
  category_id: spec.category,
  name: spec.displayName,
  description: spec.description,
  used_by: [],
});

function createCategory(call: Call) {
  const schema = {
    type: 'object',
    required: ['name', 'description', 'cardinality', 'associable_types'],
    properties: {
      name: string,
      description: string,
      cardinality,
      associable_types: strings,
      category_id: string,
    },
  } as const;
  const { fabric, write } = call;
  const asked = readBody(schema, call.body);
  const { name: displayName, description } = asked;
  checkWords(displayName, description);
  checkFree('Category', displayName, categoriesIn(fabric));
  const name = asked.category_id ?? newId('Category', write.revision + 1);
  const spec = { displayName, description, cardinality: asked.cardinality, types: asked.associable_types };
  write.create(tagCategories, { metadata: { name }, spec }, 'Create tag category');
  return created(name);
}

/** A category becomes no narrower than what its tags are on already. */
function updateCategory(call: Call) {
  const schema = {
    type: 'object',
    properties: { name: string, description: string, cardinality, associable_types: strings },
  } as const;
  const { fabric, write } = call;
  const asked = readBody(schema, call.body);
  const category = categoryOf(fabric, categoryId(call));
  const { displayName: before, types } = category.spec;
  const { name: displayName = before, description = category.spec.description } = asked;
  checkWords(displayName, description);
  checkFree(
    'Category',
    displayName,
    categoriesIn(fabric).filter((other) => other !== category),
  );
  if (asked.cardinality === 'SINGLE' && category.spec.cardinality === 'MULTIPLE')
    throw invalidArgument('The cardinality of a category cannot be changed from MULTIPLE to SINGLE.', []);
  const wanted = asked.associable_types ?? types;
  const isNarrower =
    wanted.length > 0 && (types.length === 0 || types.some((type) => !wanted.includes(type)));
  if (isNarrower) throw invalidArgument('Associable types can only be added to a category.', []);
  const spec = {
    displayName,
    description,
    cardinality: asked.cardinality ?? category.spec.cardinality,
    types: wanted,
  };
  write.update(tagCategories, { ...category, spec } as TagCategory, 'Edit tag category');
  resolvePolicies(call);
  return done;
}

function removeCategory(call: Call) {
  const { fabric, write } = call;
  const category = categoryOf(fabric, categoryId(call));
  for (const tag of tagsIn(fabric))
    if (tag.spec.category === category.metadata.name) write.remove(tags, tag, 'Its category is deleted');
  write.remove(tagCategories, category, 'Delete tag category');
  resolvePolicies(call);
  return done;
}

const ofCategory = ({ fabric }: Call, category: string): readonly Tag[] =>
  tagsIn(fabric).filter(({ spec }) => spec.category === category);

function createTag(call: Call) {
  const schema = {
    type: 'object',
    required: ['name', 'description', 'category_id'],
    properties: { name: string, description: string, category_id: string, tag_id: string },
  } as const;
  const { fabric, write } = call;
  const asked = readBody(schema, call.body);
  const { name: displayName, description } = asked;
  const category = categoryOf(fabric, asked.category_id).metadata.name;
  checkWords(displayName, description);
  checkFree('Tag', displayName, ofCategory(call, category));
  const name = asked.tag_id ?? newId('Tag', write.revision + 1);
  write.create(
    tags,
    { metadata: { name }, spec: { displayName, description, category, on: [] } },
    'Create tag',
  );
  return created(name);
}

function updateTag(call: Call) {
  const schema = { type: 'object', properties: { name: string, description: string } } as const;
  const asked = readBody(schema, call.body);
  const tag = tagOf(call.fabric, tagId(call));
  const { name: displayName = tag.spec.displayName, description = tag.spec.description } = asked;
  checkWords(displayName, description);
  checkFree(
    'Tag',
    displayName,
    ofCategory(call, tag.spec.category).filter((other) => other !== tag),
  );
  call.write.update(tags, { ...tag, spec: { ...tag.spec, displayName, description } } as Tag, 'Edit tag');
  resolvePolicies(call);
  return done;
}

export const tagOperations: readonly Operation[] = [
  {
    method: 'GET',
    path: `${base}/category`,
    answer: ({ fabric }) => ok(categoriesIn(fabric).map(({ metadata }) => metadata.name)),
  },
  {
    method: 'GET',
    path: `${base}/category/{category}`,
    answer: (call) => ok(categoryInfo(categoryOf(call.fabric, categoryId(call)))),
  },
  {
    method: 'POST',
    path: `${base}/category`,
    privilege: 'InventoryService.Tagging.CreateCategory',
    answer: createCategory,
  },
  {
    method: 'PATCH',
    path: `${base}/category/{category}`,
    privilege: 'InventoryService.Tagging.EditCategory',
    answer: updateCategory,
  },
  {
    method: 'DELETE',
    path: `${base}/category/{category}`,
    privilege: 'InventoryService.Tagging.DeleteCategory',
    answer: removeCategory,
  },
  {
    method: 'GET',
    path: `${base}/tag`,
    answer: ({ fabric }) => ok(tagsIn(fabric).map(({ metadata }) => metadata.name)),
  },
  {
    method: 'GET',
    path: `${base}/tag/{tag}`,
    answer: (call) => ok(tagInfo(tagOf(call.fabric, tagId(call)))),
  },
  {
    method: 'POST',
    path: `${base}/tag`,
    privilege: 'InventoryService.Tagging.CreateTag',
    answer: createTag,
  },
  {
    method: 'PATCH',
    path: `${base}/tag/{tag}`,
    privilege: 'InventoryService.Tagging.EditTag',
    answer: updateTag,
  },
  {
    method: 'DELETE',
    path: `${base}/tag/{tag}`,
    privilege: 'InventoryService.Tagging.DeleteTag',
    answer: (call) => {
      call.write.remove(tags, tagOf(call.fabric, tagId(call)), 'Delete tag');
      resolvePolicies(call);
      return done;
    },
  },
  // Below /rest the category is in the path, below /api in the body.
  {
    method: 'POST',
    path: `${base}/tag/{category}`,
    action: 'list-tags-for-category',
    answer: (call) => {
      const category = categoryOf(call.fabric, categoryId(call)).metadata.name;
      return ok(ofCategory(call, category).map(({ metadata }) => metadata.name));
    },
  },
  {
    method: 'POST',
    path: `${base}/tag`,
    action: 'list-tags-for-category',
    answer: (call) => {
      const schema = {
        type: 'object',
        required: ['category_id'],
        properties: { category_id: string },
      } as const;
      const category = categoryOf(call.fabric, readBody(schema, call.body).category_id).metadata.name;
      return ok(ofCategory(call, category).map(({ metadata }) => metadata.name));
    },
  },
];
