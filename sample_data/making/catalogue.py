"""What the invented gift shop sells: names put together from word lists, and prices that are mostly low."""

from __future__ import annotations

from dataclasses import dataclass

from making.dice import Dice

PRODUCT_COUNT = 400

COLOURS = (
    *("RED", "BLUE", "CREAM", "MINT", "PINK", "IVORY"),
    *("GREY", "MUSTARD", "TEAL", "PLUM", "SAGE", "CORAL"),
)
MOTIFS = (
    *("ACORN", "ALPINE", "ANCHOR", "BADGER", "BEEHIVE", "BLUEBELL"),
    *("BRAMBLE", "BUNTING", "CLOVER", "COTTAGE", "DAISY", "DRAGONFLY"),
    *("FERN", "FOXGLOVE", "GINGHAM", "HARBOUR", "HEDGEHOG", "KINGFISHER"),
    *("LANTERN", "LAVENDER", "LIGHTHOUSE", "MEADOW", "MOONLIGHT", "OTTER"),
    *("PAISLEY", "PEBBLE", "POPPY", "PUFFIN", "ROBIN", "SEASHELL"),
    *("SQUIRREL", "STARFISH", "SWALLOW", "TARTAN", "TOADSTOOL", "TULIP"),
    *("WILLOW", "WOODLAND"),
)
# Each thing with its usual price in pence.
THINGS = {
    "PAPER STRAWS": 42,
    "STICKER SHEET": 19,
    "GIFT TAG": 29,
    "BALLOON": 21,
    "PENCIL": 39,
    "RIBBON REEL": 65,
    "ERASER": 25,
    "NAPKINS": 85,
    "CAKE CASES": 55,
    "GIFT BAG": 85,
    "NOTEBOOK": 125,
    "KEY RING": 125,
    "HAIR CLIP": 85,
    "MAGNET": 95,
    "T-LIGHT HOLDER": 145,
    "COASTER": 125,
    "EGG CUP": 125,
    "BOOKMARK": 65,
    "SOAP DISH": 210,
    "MUG": 255,
    "PEN POT": 165,
    "LUNCH BOX": 195,
    "WATER BOTTLE": 250,
    "TEA TOWEL": 295,
    "SHOPPER BAG": 208,
    "DRAWER KNOB": 165,
    "CHALK BOARD": 295,
    "PHOTO FRAME": 375,
    "TRINKET BOX": 295,
    "JUG": 425,
    "APRON": 495,
    "OVEN GLOVE": 375,
    "CUSHION COVER": 595,
    "DOORSTOP": 425,
    "WALL CLOCK": 850,
    "CAKE STAND": 1275,
    "DOORMAT": 795,
    "BIRD FEEDER": 495,
    "PICNIC BASKET": 2495,
    "TABLE LAMP": 1650,
    "BLANKET": 1495,
    "MIRROR": 1995,
    "STOOL": 2995,
    "SEWING BOX": 1695,
    "HAMMOCK": 3995,
    "SIDE TABLE": 6500,
    "COAT STAND": 8500,
    "WRITING DESK": 16500,
}
CHRISTMAS_THINGS = {
    "CHRISTMAS BAUBLE": 85,
    "CHRISTMAS CARDS": 165,
    "CHRISTMAS CRACKERS": 595,
    "ADVENT CALENDAR": 795,
    "CHRISTMAS STOCKING": 295,
    "TREE TOPPER": 375,
    "CHRISTMAS WREATH": 1250,
    "SNOWFLAKE GARLAND": 165,
    "CHRISTMAS GIFT WRAP": 42,
    "REINDEER FIGURE": 495,
    "SNOW GLOBE": 425,
}
PACKS = ("SET OF 3 ", "SET OF 6 ", "PACK OF 12 ", "BOX OF 24 ")


@dataclass(frozen=True, slots=True)
class Product:
    """One thing for sale; a code that is only digits is a number, as a spreadsheet would have it."""

    code: int | str
    name: str
    pence: int
    popularity: float = 0.0
    christmas: bool = False

    def other_spelling(self) -> int | str:
        """The code as somebody in a hurry types it: 85123a for 85123A."""
        return self.code if isinstance(self.code, int) else self.code.lower()


HANGING_STAR = Product("85123A", "IVORY HANGING STAR LANTERN", 295, popularity=1 / 9)
LEADING_ZEROS = Product("00021", "WICKER KEEPSAKE HEART", 125, popularity=1 / 60)
BULK_BAIT = Product(23843, "PAPER CRANE LITTLE BIRD", 42)

POSTAGE = Product("POST", "POSTAGE", 1800)
WEB_POSTAGE = Product("DOT", "WEBSHOP POSTAGE", 4995)
CARRIAGE = Product("C2", "CARRIAGE", 5000)
MANUAL = Product("M", "Manual", 995)
DISCOUNT = Product("D", "Discount", 1250)
BANK_CHARGES = Product("BANK CHARGES", "Bank Charges", 1500)
TEST = Product("TEST001", "This is a test product.", 450)
BAD_DEBT = Product("B", "Adjust bad debt", 1106206)
VOUCHERS = tuple(
    Product(f"gift_0001_{pounds}", f"Webshop Gift Voucher £{pounds}.00", pounds * 100)
    for pounds in (10, 20, 30, 50)
)


def make_products() -> list[Product]:
    """The products that baskets are filled from."""
    dice = Dice("catalogue")
    products = [HANGING_STAR, LEADING_ZEROS]
    taken = {product.name for product in products}
    number = 20_000
    while len(products) < PRODUCT_COUNT:
        christmas = dice.chance(0.12)
        things = CHRISTMAS_THINGS if christmas else THINGS
        thing = dice.pick(list(things))
        name = f"{dice.pick(MOTIFS)} {thing}"
        pack = dice.pick(PACKS) if things[thing] < 300 and dice.chance(0.3) else ""
        pence = things[thing] * (2 if pack else 1) + dice.pick((-4, 0, 0, 0, 5, 10))
        number += dice.whole(3, 290)
        colours = dice.some(COLOURS, dice.whole(2, 3)) if dice.chance(0.15) else [""]
        for place, colour in enumerate(colours):
            full = f"{pack}{colour} {name}".strip()
            if full in taken:
                continue
            taken.add(full)
            # The names of one in twelve end in a space, as names typed by hand into a stock system do.
            padded = full + " " * dice.chance(1 / 12)
            code = f"{number}{'ABC'[place]}" if colour else number
            # A few things sell very well, and cheap ones better than dear ones.
            popularity = 1 / (dice.whole(1, PRODUCT_COUNT) + 12) / (1 + pence / 500)
            products.append(Product(code, padded, max(pence, 12), popularity, christmas))
    return products[:PRODUCT_COUNT]
