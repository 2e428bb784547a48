"""When an office works, day by day, as it is given."""

from rest_framework import serializers

from approvals.api.serializers.base import Given, OfficeSerializer


class WindowSerializer(Given):
    """One stretch of work of a day."""

    opens = serializers.CharField(help_text="On the clocks there, such as 09:00.")
    closes = serializers.CharField(help_text="On the clocks there; the end of the day is 24:00.")


class HolidaySerializer(Given):
    """A public holiday that the office keeps."""

    country = serializers.CharField(help_text="Whose holiday it is, by its two-letter code.")
    name = serializers.CharField(help_text="In the reader's language where it is known in it, else in English.")
    is_estimated = serializers.BooleanField(help_text="Its date awaits the sighting of the moon, or a decree.")


WHY = ("ordinary", "hours", "special", "weekend", "holiday", "closed", "open")


class CalendarDaySerializer(Given):
    """One day of an office."""

    date = serializers.DateField()
    windows = WindowSerializer(many=True, help_text="None on a day that is not worked.")
    why = serializers.ChoiceField(
        WHY,
        help_text="What decides: ordinary hours, hours of its own, special hours, the weekend, a holiday, or a day "
        "that the office or the ministry has closed or opened.",
    )
    name = serializers.CharField(help_text="Of special hours, or of a day kept otherwise; else empty.")
    of_ministry = serializers.BooleanField(help_text="The day was set for the whole ministry.")
    holidays = HolidaySerializer(many=True, help_text="Those of this day, also where something else decides.")


class CalendarSerializer(Given):
    """The days of an office, in its own time zone."""

    office = OfficeSerializer()
    time_zone = serializers.CharField()
    holidays_of = serializers.ListField(
        child=serializers.CharField(), help_text="Countries whose holidays the office keeps."
    )
    holidays_unknown_for = serializers.ListField(
        child=serializers.CharField(), help_text="Those of them of which no holidays (or none of the region) are known."
    )
    days = CalendarDaySerializer(many=True)
