/**
 * What the demo brand makes. Sizes that sell more have more weight; prices and costs are in rupees, as PUT /catalog
 * takes them.
 */
export interface Product {
  code: string;
  name: string;
  category: string;
  price: number;
  unitCost: number;
  /** Pieces in a carton, for receiving and counting. */
  caseQuantity: number;
  variants: readonly Variant[];
}

export interface Variant {
  /** The end of the SKU, and of its name. */
  code: string;
  name: string;
  weight: number;
}

const variant = (name: string, weight: number): Variant => ({
  code: name.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '-'),
  name,
  weight,
});
const sizes = [variant('XS', 6), variant('S', 20), variant('M', 30), variant('L', 26), variant('XL', 14)];
const sizesShort = [variant('S', 24), variant('M', 36), variant('L', 28), variant('XL', 12)];
const kids = [variant('2-3 y', 20), variant('4-5 y', 34), variant('6-7 y', 28), variant('8-9 y', 18)];
const of = (...names: string[]) => names.map((name, index) => variant(name, 40 / (index + 1)));

function products(
  category: string,
  caseQuantity: number,
  rows: readonly (readonly [
    code: string,
    name: string,
    price: number,
    unitCost: number,
    variants: readonly Variant[],
  ])[],
): Product[] {
  return rows.map(([code, name, price, unitCost, variants]) => ({
    code,
    name,
    category,
    price,
    unitCost,
    caseQuantity,
    variants,
  }));
}

/** The best seller of each category stands first in it. */
export const demoProducts: readonly Product[] = [
  ...products('Kurtas', 12, [
    ['KURTA-AJRAKH', 'Ajrakh print kurta', 1699, 610, sizes],
    ['KURTA-CHIKAN', 'Chikankari short kurta', 1899, 720, sizes],
    ['KURTA-MANGALGIRI', 'Mangalgiri cotton kurta', 1399, 495, sizes],
    ['KURTA-LINEN', 'Linen band-collar kurta', 2199, 880, sizes],
    ['KURTA-BAGRU', 'Bagru dabu kurta', 1599, 575, sizesShort],
    ['KURTA-KIDS-MOTIF', 'Kids mango-motif kurta', 899, 310, kids],
  ]),
  ...products('Dresses', 12, [
    ['DRESS-TIER', 'Tiered cotton midi dress', 2299, 840, sizes],
    ['DRESS-WRAP', 'Block-print wrap dress', 2499, 905, sizes],
    ['DRESS-SHIRT', 'Khadi shirt dress', 2099, 790, sizesShort],
    ['DRESS-KIDS-FROCK', 'Kids smocked frock', 1099, 380, kids],
  ]),
  ...products('Tops', 24, [
    ['TEE-ORGANIC', 'Organic cotton tee', 799, 240, sizes],
    ['TOP-IKAT', 'Ikat boxy top', 1199, 420, sizesShort],
    ['SHIRT-KHADI', 'Khadi resort shirt', 1499, 545, sizes],
    ['TANK-RIB', 'Ribbed tank', 599, 180, sizesShort],
  ]),
  ...products('Loungewear', 12, [
    ['PYJAMA-MULMUL', 'Mulmul pyjama set', 1799, 640, sizesShort],
    ['PANTS-LOUNGE', 'Waffle lounge pants', 1299, 455, sizesShort],
    ['ROBE-HAND', 'Hand-block bath robe', 2399, 890, of('S-M', 'L-XL')],
  ]),
  ...products('Accessories', 24, [
    ['TOTE-CANVAS', 'Canvas market tote', 699, 210, of('Natural', 'Indigo', 'Madder')],
    ['STOLE-MODAL', 'Modal silk stole', 1299, 460, of('Indigo', 'Saffron', 'Sage', 'Rose')],
    ['JUTTI-EMBROIDERED', 'Embroidered jutti', 1499, 560, of('37', '38', '39', '40')],
    ['SOCKS-BAMBOO', 'Bamboo socks, pack of 3', 449, 130, of('Earth', 'Ocean')],
    ['EARRINGS-TERRACOTTA', 'Terracotta earrings', 549, 140, of('Drop', 'Hoop')],
  ]),
  ...products('Skin care', 48, [
    ['SERUM-VITC', 'Vitamin C serum', 649, 150, of('30 ml', '15 ml')],
    ['SUNSCREEN-50', 'Sunscreen SPF 50', 549, 135, of('50 g', '80 g')],
    ['FACEWASH-NEEM', 'Neem face wash', 299, 70, of('100 ml', '200 ml')],
    ['CREAM-SAFFRON', 'Saffron day cream', 599, 160, of('50 g')],
    ['BALM-LIP', 'Ghee lip balm', 249, 55, of('Rose', 'Plain', 'Cocoa')],
    ['SCRUB-COFFEE', 'Coffee body scrub', 449, 110, of('200 g')],
    ['MASK-CLAY', 'Multani clay mask', 399, 90, of('100 g')],
  ]),
  ...products('Hair care', 48, [
    ['OIL-BHRINGRAJ', 'Bhringraj hair oil', 449, 105, of('200 ml', '100 ml')],
    ['SHAMPOO-REETHA', 'Reetha shampoo', 399, 95, of('250 ml', '400 ml')],
    ['CONDITIONER-HIBISCUS', 'Hibiscus conditioner', 399, 98, of('250 ml')],
    ['COMB-NEEM', 'Neem wood comb', 199, 45, of('Wide', 'Fine')],
  ]),
  ...products('Fragrance', 24, [
    ['CANDLE-MOGRA', 'Mogra soy candle', 799, 230, of('200 g', '90 g')],
    ['INCENSE-TEMPLE', 'Temple incense sticks', 199, 40, of('Sandal', 'Mogra', 'Oudh')],
    ['DIFFUSER-REED', 'Reed diffuser', 1199, 370, of('Vetiver', 'Citrus')],
    ['ATTAR-ROLL', 'Attar roll-on 8 ml', 499, 120, of('Kewda', 'Gulab', 'Khus')],
  ]),
  ...products('Kitchen', 12, [
    ['BOTTLE-COPPER', 'Copper water bottle', 999, 380, of('950 ml', '600 ml')],
    ['MUG-STONEWARE', 'Stoneware mug', 499, 150, of('Indigo', 'Oat', 'Moss')],
    ['TIFFIN-STEEL', 'Steel tiffin', 1149, 430, of('3 tier', '2 tier')],
    ['BOARD-MANGO', 'Mango wood board', 899, 310, of('Large', 'Small')],
    ['KADHAI-IRON', 'Seasoned iron kadhai', 1599, 620, of('24 cm', '20 cm')],
  ]),
  ...products('Home', 12, [
    ['CUSHION-KANTHA', 'Kantha cushion cover', 699, 220, of('Indigo', 'Rust', 'Olive')],
    ['BEDSHEET-PERCALE', 'Percale bedsheet set', 2499, 940, of('Queen', 'King', 'Single')],
    ['TOWEL-WAFFLE', 'Waffle bath towel', 899, 310, of('White', 'Sage')],
    ['DOHAR-MULMUL', 'Mulmul dohar', 2199, 810, of('Single', 'Double')],
    ['THROW-WOOL', 'Kullu wool throw', 2999, 1190, of('Charcoal', 'Natural')],
    ['PLANTER-TERRACOTTA', 'Terracotta planter', 599, 170, of('Medium', 'Large')],
  ]),
  ...products('Snacks', 36, [
    ['MAKHANA-PERI', 'Roasted makhana', 149, 58, of('Peri peri', 'Himalayan salt', 'Pudina')],
    ['BAR-DATE', 'Date and almond bar', 60, 24, of('Cocoa', 'Fig', 'Coconut')],
    ['CHIPS-RAGI', 'Ragi chips', 99, 36, of('Masala', 'Tomato')],
    ['BHUJIA-MOTH', 'Moth bhujia', 129, 48, of('200 g', '400 g')],
    ['GRANOLA-MILLET', 'Millet granola', 349, 130, of('400 g', '800 g')],
    ['LADDU-TIL', 'Til jaggery laddu', 249, 95, of('Box of 12', 'Box of 24')],
    ['BUTTER-PEANUT', 'Stone-ground peanut butter', 299, 110, of('Crunchy', 'Smooth')],
    ['PICKLE-MANGO', 'Avakaya mango pickle', 279, 96, of('300 g', '500 g')],
  ]),
  ...products('Tea and coffee', 36, [
    ['COFFEE-CHIKMAGALUR', 'Chikmagalur filter coffee', 399, 165, of('250 g', '500 g')],
    ['TEA-ASSAM', 'Assam breakfast tea', 299, 110, of('100 g', '250 g')],
    ['CHAI-MASALA', 'Masala chai blend', 349, 125, of('100 g', '250 g')],
    ['TEA-TULSI', 'Tulsi green tea', 249, 82, of('25 bags', '50 bags')],
    ['COLDBREW-BAGS', 'Cold brew bags', 449, 170, of('Pack of 6', 'Pack of 12')],
  ]),
  ...products('Wellness', 36, [
    ['GHEE-A2', 'A2 cow ghee', 799, 420, of('500 ml', '1 l')],
    ['HONEY-FOREST', 'Forest honey', 449, 190, of('250 g', '500 g')],
    ['TURMERIC-LAKADONG', 'Lakadong turmeric', 249, 85, of('100 g', '200 g')],
    ['MAT-YOGA', 'Cork yoga mat', 2499, 980, of('4 mm')],
  ]),
];
