"""Invented people, places and what they say."""

from sample_data.dice import Dice

FIRST_NAMES = (
    "Amina", "Ben", "Carys", "Daniel", "Eilidh", "Farah", "George", "Hannah", "Imran", "Joanna",
    "Kofi", "Lucy", "Marek", "Nadia", "Oliver", "Priya", "Rhys", "Sofia", "Tom", "Uma", "Victor",
    "Wendy", "Yusuf", "Zoë", "Aidan", "Beth", "Chidi", "Dorota", "Ewan", "Freya", "Gareth", "Helen",
    "Isla", "Jack", "Katya", "Liam", "Maeve", "Nikhil", "Orla", "Pete", "Ruth", "Samir", "Tessa",
    "Wei", "Zara",
)  # fmt: skip
SURNAMES = (
    "Ashby", "Bello", "Carver", "Dhillon", "Ellery", "Fenwick", "Gallagher", "Hartnell", "Iqbal",
    "Jarrow", "Kendrick", "Lowther", "Mistry", "Novak", "Okafor", "Pendle", "Quayle", "Rowntree",
    "Sandhu", "Thackeray", "Underhill", "Varley", "Whitlock", "Yeo", "Abara", "Birtwell", "Coley",
    "Drummond", "Everard", "Foxton", "Goring", "Hussain", "Ives", "Joshi", "Kowalska", "Lindqvist",
    "Merton", "Nair", "Oduya", "Prentice", "Rashid", "Stobart", "Tran", "Usher", "Venn", "Wragg",
    "Zielinski",
)  # fmt: skip
STREETS = (
    "Quay Street",
    "Ropewalk",
    "Chandlers Row",
    "Mill Lane",
    "Beacon Hill",
    "Saltpan Road",
    "Larch Avenue",
    "Staithe Terrace",
)
PLACES = ("Saltmere", "Marram", "Fennholt", "Overstrand Vale", "Netherquay", "Pinewick")

WORK = {  # what customers ask for: how often, and the range of what it costs
    "Freestanding furniture": (0.50, 800, 2_300),
    "Fitted furniture": (0.28, 1_900, 4_200),
    "Kitchen": (0.12, 6_000, 9_500),
    "Repair or refinishing": (0.10, 240, 900),
}
ASKED = {
    "Freestanding furniture": (
        "We're after an oak dining table, about 2.2 m long, to seat eight.",
        "Could you make a bench to match the table you made for my sister?",
        "Looking for a bookcase for an odd-shaped wall. Photos to follow.",
        "A writing desk in ash, with two drawers. What's your lead time?",
    ),
    "Fitted furniture": (
        "Two alcoves either side of a chimney breast, floor to ceiling.",
        "Wardrobes for a loft room with sloping ceilings.",
        "Window seat with storage, approx. 1.8 m.",
        "A boot room: bench, hooks and cupboards.",
    ),
    "Kitchen": (
        "We're extending in the spring and would like a painted Shaker kitchen.",
        "New doors and worktops, or the whole kitchen if it isn't too dear.",
        "Kitchen for a holiday let. Budget is about £9,000.",
    ),
    "Repair or refinishing": (
        "A farmhouse table needs sanding and oiling.",
        "Two drawers in a Victorian chest have come apart.",
    ),
}
HEARD = {  # answers in the customers' own words; blank is an answer as well
    "Recommendation": 0.19,
    "A friend recommended you": 0.05,
    "Word of mouth": 0.03,
    "Google": 0.20,
    "Google search": 0.05,
    "Instagram": 0.11,
    "insta": 0.01,
    "Facebook": 0.08,
    "LinkedIn": 0.05,
    "TikTok": 0.01,
    "E-mail newsletter": 0.05,
    "Trade show": 0.02,
    "Existing customer": 0.03,
    "Saw your van": 0.02,
    "Can't remember": 0.02,
    "": 0.08,
}
AFTER_THE_SHOW = {"Trade show": 0.87, "Met you at the show": 0.10, "": 0.03}
DRAMA_NUMBERS = (  # ranges the regulator keeps free for films and plays
    "07700 900{:03}",
    "07700 900{:03}",
    "01632 960{:03}",
    "0191 498 0{:03}",
    "0113 496 0{:03}",
    "0131 496 0{:03}",
)


def full_name(dice: Dice) -> str:
    return f"{dice.pick(FIRST_NAMES)} {dice.pick(SURNAMES)}"


def e_mail(dice: Dice, name: str) -> str:
    plain = name.lower().replace("ë", "e").replace(" ", ".")
    return f"{plain}{dice.whole(1, 999)}@example.com"


def phone(dice: Dice) -> str:
    return dice.pick(DRAMA_NUMBERS).format(dice.whole(0, 999))
